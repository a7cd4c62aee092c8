/** A program prints, fails and exits with the hook as it does without. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { bundleHook } from './bundle.ts';
import { SDKS, type Sdk } from './install-sdk.ts';
import { openOtlpSocket } from './otlp-socket.ts';
import { type Outcome, runProgram } from './run-program.ts';
import { createStage } from './stage.ts';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What keeps the case from passing because nothing ran. */
  readonly code: number;
  readonly prints: RegExp;
}

const CASES: readonly Case[] = [
  { name: 'crashes in an active span', file: 'crash.cjs', code: 1, prints: /as it must[\s\S]+at fail/ },
  { name: 'forks and starts workers', file: 'family.cjs', code: 0, prints: /fork 0\nworker\n0/ },
  { name: 'freezes Error', file: 'frozen.cjs', code: 0, prints: /true 10 true\nstopped/ },
  { name: 'prepares its own stacks, for good', file: 'own-prepare.cjs', code: 0, prints: /printed 2/ },
  { name: 'prepares its own stacks', file: 'own-limit.cjs', code: 0, prints: /3 true printed 3/ },
  { name: 'has no OpenTelemetry', file: 'none.mjs', code: 3, prints: /Error: printed/ },
  {
    name: 'runs with frozen intrinsics',
    file: 'none.mjs',
    args: ['--frozen-intrinsics', '--no-warnings'],
    code: 3,
    prints: /Error: printed/,
  },
  {
    name: 'has NODE_OPTIONS of its own',
    file: 'none.mjs',
    env: { NODE_OPTIONS: '--stack-trace-limit=4 --enable-source-maps' },
    code: 3,
    prints: /\b4 true/,
  },
];

let hook = '';
before(async () => {
  hook = await bundleHook();
});

for (const sdk of SDKS) {
  describe(`a program with ${sdk}, or none`, () => {
    for (const given of CASES) {
      it(given.name, async () => {
        const without = await run(sdk, given, []);
        assert.equal(without.code, given.code, without.stderr);
        assert.match(`${without.stdout}${without.stderr}`, given.prints);
        assert.deepEqual(await run(sdk, given, [hook]), without);
      });
    }
  });
}

async function run(sdk: Sdk, { file, args = [], env = {} }: Case, hooks: readonly string[]): Promise<Outcome> {
  await using stage = await createStage(sdk);
  await using socket = await openOtlpSocket();
  const outcome = await runProgram({
    args: [...args, join(stage.folder, file)],
    cwd: stage.folder,
    hooks,
    env: { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: socket.endpoint },
  });
  const withoutStage = (text: string) => text.replaceAll(stage.folder, '.');
  return { code: outcome.code, stdout: withoutStage(outcome.stdout), stderr: withoutStage(outcome.stderr) };
}
