/** A program prints, fails and exits with the SDK as it does without. */
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { bundleHook, bundleNodeSdk } from '../hooks-node/bundle.ts';
import { type Outcome, runProgram } from '../hooks-node/run-program.ts';
import { openProtobufSocket } from '../hooks-python/otlp-protobuf-socket.ts';
import { launchEnvironment } from './run-captured.ts';
import { createStage, fixture } from './stage.ts';

interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What keeps the case from passing because nothing ran. */
  readonly code: number;
  readonly prints: RegExp;
}

const CASES: readonly Case[] = [
  { name: 'fails while it loads', args: ['crash.cjs'], code: 1, prints: /before\n[\s\S]+as it must, after function/ },
  {
    name: 'requires what is not there',
    args: ['missing.cjs'],
    code: 1,
    prints: /Cannot find module '.\/not there.cjs'/,
  },
  { name: 'fails as an ES module', args: ['crash.mjs'], code: 1, prints: /ERR_MODULE_NOT_FOUND[\s\S]+as it must/ },
  { name: 'waits for what never comes', args: ['unsettled.mjs'], code: 13, prints: /waits\n/ },
  { name: 'leaves a rejection unhandled', args: ['rejects.cjs'], code: 1, prints: /nobody catches it/ },
  { name: 'listens to its end', args: ['before-exit.cjs'], code: 4, prints: /once 4\nthen it is there 4/ },
  { name: 'exits by itself', args: ['exits.mjs'], code: 7, prints: /200/ },
  {
    name: 'forks and starts workers',
    args: ['family.cjs'],
    code: 0,
    prints: /fork 0 function\n0\nworker 0 function\n0/,
  },
  { name: 'looks at modules', args: ['modules.cjs'], code: 0, prints: /value: true, writable: true/ },
  { name: 'has stores and agents of its own', args: ['timers.cjs'], code: 0, prints: /none mine\nclosed/ },
  { name: 'has no use for any of it', args: ['none.mjs'], code: 3, prints: /Error: printed/ },
  {
    name: 'runs with frozen intrinsics',
    args: ['--frozen-intrinsics', '--no-warnings', 'exits.mjs'],
    code: 7,
    prints: /200/,
  },
  { name: 'evaluates', args: ['-p', 'module.loaded + typeof require("http").get'], code: 0, prints: /falsefunction/ },
  {
    name: 'allows no code from strings',
    args: ['--disallow-code-generation-from-strings', 'exits.mjs'],
    code: 7,
    prints: /200/,
  },
  {
    name: 'has NODE_OPTIONS of its own',
    args: ['none.mjs'],
    env: { NODE_OPTIONS: '--stack-trace-limit=4 --enable-source-maps --trace-warnings --throw-deprecation' },
    code: 3,
    prints: /\b4\n/,
  },
];

let hooks: readonly string[] = [];
before(async () => {
  hooks = await Promise.all([bundleHook(), bundleNodeSdk()]);
});

describe('a program', () => {
  for (const given of CASES) {
    it(given.name, async () => {
      const without = await run(given, []);
      assert.equal(without.code, given.code, without.stderr);
      assert.match(`${without.stdout}${without.stderr}`, given.prints);
      assert.deepEqual(await run(given, hooks), without);
    });
  }
});

async function run({ args, env = {} }: Case, loaded: readonly string[]): Promise<Outcome> {
  await using stage = await createStage();
  await cp(fixture('plain'), stage.folder, { recursive: true });
  await using socket = await openProtobufSocket();
  const environment = { ...env, ...launchEnvironment(socket.endpoint) };
  const outcome = await runProgram({ args, cwd: stage.folder, hooks: loaded, env: environment });
  const escaped = encodeURI(stage.folder);
  const withoutStage = (text: string) => text.replaceAll(stage.folder, '.').replaceAll(escaped, '.');
  return { code: outcome.code, stdout: withoutStage(outcome.stdout), stderr: withoutStage(outcome.stderr) };
}
