/** A Python program prints, fails and exits with the hook as it does without. */
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { Outcome } from '../hooks-node/run-program.ts';
import { installPython, missingPython } from './install-python.ts';
import { openProtobufSocket } from './otlp-protobuf-socket.ts';
import { runPython } from './run-python.ts';
import { createStage } from './stage.ts';

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  /** Where the program is, and starts. */
  readonly from?: 'folder';
  /** The user's PYTHONPATH, from the folder of the programs. */
  readonly path?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What keeps the case from passing because nothing ran. */
  readonly code: number;
  readonly prints: RegExp;
}

const CASES: readonly Case[] = [
  {
    name: 'crashes in an active span',
    from: 'folder',
    args: ['crash.py'],
    code: 1,
    prints: /of_nobody'[\s\S]+ValueError: as it must/,
  },
  { name: 'has no OpenTelemetry', args: ['none.py', 'x'], code: 3, prints: /'x'[\s\S]+said/ },
  { name: 'is a module', args: ['-m', 'none'], code: 3, prints: /said/ },
  {
    name: 'has tracing of its own in a library',
    args: ['web_flask.py', 'hidden'],
    path: [join('..', 'lib', 'site-packages')],
    code: 0,
    prints: /^hidden$/m,
  },
  { name: 'has the hook switched off', args: ['none.py'], env: { SPANLINE_HOOK: 'off' }, code: 3, prints: /said/ },
  {
    name: 'has a sitecustomize',
    args: ['none.py'],
    path: ['own-sitecustomize', 'broken-sitecustomize'],
    code: 3,
    prints: /sitecustomize of the user[\s\S]+the user's own/,
  },
  {
    name: 'has a sitecustomize that is broken',
    args: ['none.py'],
    path: ['broken-sitecustomize'],
    code: 3,
    prints: /as it was/,
  },
  { name: 'is not shown PYTHONPATH', args: ['-I', 'none.py'], code: 3, prints: /said/ },
  ...['web_flask.py', 'web_fastapi.py', 'web_django.py'].map((file) => ({
    name: `has no SDK: ${file}`,
    args: [file],
    code: 0,
    prints: /GET \/nothing 404/,
  })),
  { name: "is a module of Python's own", args: ['-m', 'json.tool', '--help'], code: 0, prints: /usage/ },
];

const AUTO = { SPANLINE_AUTO: 'on' };

describe('a program that', { skip: missingPython, concurrency: true }, () => {
  for (const given of CASES)
    it(given.name, async () => {
      const without = await run(given, false);
      assert.equal(without.code, given.code, without.stderr);
      assert.match(`${without.stdout}${without.stderr}`, given.prints);
      assert.deepEqual(await run(given, true), without);
      assert.deepEqual(await run(given, true, AUTO), without, 'with tracing by the launch');
    });
});

async function run({ args, from, path = [], env = {} }: Case, isHooked: boolean, further = {}): Promise<Outcome> {
  const python = await installPython();
  await using stage = await createStage();
  await using socket = await openProtobufSocket();
  const outcome = await runPython({
    python,
    args,
    cwd: stage[from ?? 'table'],
    hook: isHooked ? stage.hook : undefined,
    path: path.map((part) => join(stage.folder, part)),
    env: {
      ...env,
      ...further,
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${socket.endpoint}/v1/traces`,
      ...(isHooked ? { SPANLINE_SPOOL: stage.spool } : {}),
    },
  });
  const withoutStage = (text: string) => text.replaceAll(dirname(stage.folder), '.');
  return { code: outcome.code, stdout: withoutStage(outcome.stdout), stderr: withoutStage(outcome.stderr) };
}
