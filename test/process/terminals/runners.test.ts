/** Test runners and old runtimes in a captured shell: they print and fail as ever, and what they run is traced. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { installLocked } from '../hooks-node/install-sdk.ts';
import { type Outcome, runProgram } from '../hooks-node/run-program.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { openProtobufSocket } from '../hooks-python/otlp-protobuf-socket.ts';
import { runPython } from '../hooks-python/run-python.ts';
import { spooledSpans } from '../hooks-python/spooled-spans.ts';
import { createStage as createPythonStage } from '../hooks-python/stage.ts';
import { capturedShell, createSpool, deadEndpoint, fixture } from './shell.ts';

interface Runner {
  readonly name: string;
  readonly args: readonly string[];
  /** What keeps the case from passing because nothing ran. */
  readonly prints: RegExp;
}

const RUNNERS: readonly Runner[] = [
  {
    name: 'jest',
    args: ['node_modules/jest/bin/jest.js', '--testMatch', '**/plain.jest.cjs'],
    prints: /✕ a sum[\s\S]+✓ a server answers|✓ a server answers[\s\S]+✕ a sum/,
  },
  ...['forks', 'threads'].map((pool) => ({
    name: `vitest with ${pool}`,
    args: ['node_modules/vitest/vitest.mjs', 'run', `--pool=${pool}`, '--reporter=tap-flat', 'plain.spec.mjs'],
    prints: /\bok 1[\s\S]+not ok 2/,
  })),
];

/** Without what differs from run to run. */
function steady({ code, stdout, stderr }: Outcome): Outcome {
  const text = (printed: string) =>
    printed.replaceAll(/[\d.]+ ?m?s\b|\(?time=[^)\s#]+\)?/g, 'TIME').replaceAll(/ \(TIME\)|, estimated TIME/g, '');
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

describe('in a captured shell', () => {
  let stage: RunnerStage;
  before(async () => {
    stage = await createRunnerStage();
  });
  after(() => stage[Symbol.asyncDispose]());

  for (const { name, args, prints } of RUNNERS)
    it(`${name} runs its tests as ever, and requests in them are spans`, async () => {
      await using spool = await createSpool();
      await using socket = await openProtobufSocket();
      const run = (env: Record<string, string>) => runProgram({ args, cwd: stage.folder, hooks: [], env });
      const without = await run({});
      assert.equal(without.code, 1);
      assert.match(`${without.stdout}${without.stderr}`, prints);
      const captured = await run(await capturedShell({ endpoint: socket.endpoint, spool: spool.path }));
      assert.deepEqual(steady(captured), steady(without));
      // A runner ends its workers by force: what did not leave them is in the spool.
      const kinds = new Set([...socket.spans.map(({ kind }) => kind), ...(await spooledKinds(spool.path))]);
      assert.deepEqual([...kinds].sort(), [2, 3], 'a server and a client');
    });

  it('pytest runs its tests as ever, and requests in them are spans', { skip: missingPython }, async () => {
    await using stage = await createPythonStage();
    const cwd = join(stage.folder, 'plain tests');
    await cp(fixture('runners', 'test_plain.py'), join(cwd, 'test_plain.py'));
    const python = await installPython();
    const args = ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'];
    const run = (env: Record<string, string>) => runPython({ python, args, cwd, hook: undefined, path: [], env });
    const without = await run({ PYTHONPATH: '' });
    assert.equal(without.code, 1, without.stderr);
    assert.match(without.stdout, /printed by a test[\s\S]+1 failed, 1 passed/);
    const shell = await capturedShell({ endpoint: await deadEndpoint(), spool: stage.spool, python: stage.hook });
    assert.deepEqual(steady(await run(shell)), steady(without));
    assert.deepEqual(
      (await spooledSpans(stage.spool)).map(({ name, kind }) => [name, kind]),
      [['GET /', 2]],
    );
  });

  it('a Node too old for the hooks runs as ever', async (t) => {
    const old = join(stage.folder, 'node_modules', 'node8', 'bin', 'node');
    if (!existsSync(old)) return t.skip('npm has Node 8 for Linux on x64 alone');
    const program = join(stage.folder, 'old.js');
    await writeFile(program, "require('child_process').execFileSync(process.argv[2], ['-v'], { stdio: 'inherit' });");
    await using socket = await openProtobufSocket();
    const run = (env: Record<string, string>) =>
      runProgram({ args: [program, old], cwd: stage.folder, hooks: [], env });
    const shell = await capturedShell({ endpoint: socket.endpoint });
    assert.deepEqual(await run(shell), { code: 0, stdout: 'v8.17.0\n', stderr: '' });
  });
});

interface RunnerStage extends AsyncDisposable {
  readonly folder: string;
}

/** Away from this repository, whose package.json lists an SDK; a link would lead back to it. */
async function createRunnerStage(): Promise<RunnerStage> {
  const installed = await installLocked(fixture('runners'));
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'spanline runners '));
  await cp(fixture('runners'), folder, { recursive: true });
  await rm(join(folder, 'package-lock.json'));
  await cp(join(installed, 'node_modules'), join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function spooledKinds(folder: string): Promise<readonly number[]> {
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/"kind":(\d)/g)].map(([, kind]) => Number(kind)));
}
