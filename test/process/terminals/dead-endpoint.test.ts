/** A shell that outlives its window: its programs print, and end, as in one that nobody captures. */
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { SDKS } from '../hooks-node/install-sdk.ts';
import { type Outcome, runProgram } from '../hooks-node/run-program.ts';
import { createStage } from '../hooks-node/stage.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { runPython } from '../hooks-python/run-python.ts';
import { createStage as createPythonStage } from '../hooks-python/stage.ts';
import { createStage as createPlainStage } from '../zero-code-node/stage.ts';
import { capturedShell, deadEndpoint, fixture } from './shell.ts';

/** Gone with its window, as the port is. */
const SPOOL = join('/', 'nowhere', 'spool');

/** What differs is which of two dead addresses an exporter complains of, and how long it waits between its attempts. */
function complaints({ code, stdout, stderr }: Outcome): object {
  const neutral = stderr
    .replaceAll(/(?:localhost|127\.0\.0\.1)[:', port=()]*\d+/g, 'ADDRESS')
    .replaceAll(/in \d+\.\d+s/g, 'in a while');
  return { code, stdout, stderr: [...new Set(neutral.split('\n'))] };
}

function silent({ code, stderr }: Outcome): Outcome {
  return { code, stdout: '', stderr };
}

describe('in a shell whose window is gone', () => {
  it('a plain Node program runs as ever', async () => {
    await using stage = await createPlainStage();
    const run = (env: Record<string, string>) =>
      runProgram({ args: [join(stage.folder, 'shop.mts')], cwd: stage.folder, hooks: [], env });
    const without = await run({});
    assert.deepEqual(without, { code: 0, stdout: '', stderr: '' });
    assert.deepEqual(await run(await capturedShell({ endpoint: await deadEndpoint(), spool: SPOOL })), without);
  });

  for (const sdk of SDKS)
    it(`a Node program with ${sdk} runs as ever`, async () => {
      await using stage = await createStage(sdk);
      await cp(fixture('one-span.cjs'), join(stage.folder, 'one-span.cjs'));
      const run = (env: Record<string, string>) =>
        runProgram({ args: [join(stage.folder, 'one-span.cjs')], cwd: stage.folder, hooks: [], env });
      // It says what it was told, which is what differs.
      const without = silent(await run({}));
      assert.equal(without.code, 0, without.stderr);
      const captured = silent(await run(await capturedShell({ endpoint: await deadEndpoint(), spool: SPOOL })));
      assert.deepEqual(complaints(captured), complaints(without));
    });

  describe('a Python program', { skip: missingPython }, () => {
    for (const [what, argument] of [
      ['without tracing', 'zero'],
      ['with an SDK of its own', 'own'],
    ] as const)
      it(`${what} runs as ever`, async () => {
        await using stage = await createPythonStage();
        const python = await installPython();
        const run = (env: Record<string, string>) =>
          runPython({
            python,
            args: [join(stage.folder, 'plain_span.py'), argument],
            cwd: stage.folder,
            hook: undefined,
            path: [],
            env,
          });
        const without = await run({ PYTHONPATH: '' });
        assert.equal(without.code, 0, without.stderr);
        const captured = await run(
          await capturedShell({ endpoint: await deadEndpoint(), spool: SPOOL, python: stage.hook }),
        );
        assert.deepEqual(complaints(captured), complaints(without));
      });
  });
});
