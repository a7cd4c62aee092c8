/** PYTHONPATH of a captured shell: to the program it is as if only the user's own were there, the current folder least of all. */
import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, it } from 'node:test';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { runPython } from '../hooks-python/run-python.ts';
import { createStage } from '../hooks-python/stage.ts';
import { capturedShell, deadEndpoint, fixture } from './shell.ts';

const CASES: readonly (readonly [what: string, known: string | undefined, task: string | undefined])[] = [
  ['nothing', undefined, undefined],
  ['an empty one', '', undefined],
  ['a path', `first${delimiter}second`, undefined],
  ['a path that ends with the current folder', `first${delimiter}`, undefined],
  ['a path of a task, which the editor does not know', undefined, `first${delimiter}second`],
  ['a relative path of a task', undefined, 'first'],
];

describe('a Python program whose shell has', { skip: missingPython }, () => {
  for (const [what, known, task] of CASES)
    it(what, async () => {
      await using stage = await createStage();
      const cwd = join(stage.folder, 'elsewhere');
      for (const [folder, name] of [
        ['first', 'from_task'],
        ['second', 'from_second'],
      ] as const) {
        await mkdir(join(cwd, folder), { recursive: true });
        await writeFile(join(cwd, folder, `${name}.py`), '');
      }
      await cp(fixture('path.py'), join(stage.folder, 'path.py'));
      const toEnvironment = (path: string | undefined): Record<string, string> =>
        path === undefined ? {} : { PYTHONPATH: path };
      const shell = await capturedShell({
        ...{ endpoint: await deadEndpoint(), spool: stage.spool, python: stage.hook },
        ...{ base: toEnvironment(known), task: toEnvironment(task) },
      });
      assert.ok(shell.PYTHONPATH?.startsWith(stage.hook));
      const python = await installPython();
      const run = (env: Record<string, string>) =>
        runPython({ python, args: [join(stage.folder, 'path.py')], cwd, hook: undefined, path: [], env });
      const without = await run({ PYTHONPATH: known ?? task ?? '' });
      assert.match(without.stdout, /from_task/);
      assert.deepEqual(await run(shell), without);
    });
});
