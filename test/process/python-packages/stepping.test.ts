/** Whoever steps into a line that is traced lands in code of their own, never in packages that were brought. */
import assert from 'node:assert/strict';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { prepareLaunch } from '../../../src/launch/prepare-launch.ts';
import { debugProgram } from '../hooks-python/debugged-program.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { createStage } from '../hooks-python/stage.ts';
import { stepThrough } from '../hooks-python/step-through.ts';
import { bringPackages } from './bring-packages.ts';
import { firstNeed } from './python-versions.ts';

const STEPS = 8;

describe('stepping into', { skip: missingPython, timeout: 300_000 }, () => {
  it("what brought packages have instrumented stays in the user's code", async () => {
    await using stage = await createStage();
    const python = await installPython('requirements-plain.txt');
    const { folder } = await bringPackages(python, firstNeed);
    const service = join(stage.folder, '..', 'service');
    await mkdir(service);
    const file = join(service, 'steps.py');
    await cp(join(import.meta.dirname, 'fixtures', 'steps.py'), file);
    const lines = (await readFile(file, 'utf8')).split('\n');
    const lineOf = (text: string) => `steps.py:${lines.findIndex((line) => line.includes(text)) + 1}`;
    const plan = prepareLaunch(
      { type: 'debugpy', request: 'launch', env: {} },
      {
        ...{ port: 9, session: 'session', spool: stage.spool, inherited: {}, envFile: {}, pathDelimiter: ':' },
        hooks: { node: '', python: stage.hook },
        pythonSdk: { packages: folder, report: join(stage.spool, '..', 'session') },
      },
    );
    assert.ok(plan.kind === 'captured');
    const { env, rules } = plan.configuration;
    const first = Number(lineOf('the first stop').split(':')[1]);
    await using program = await debugProgram({
      ...{ file, line: first, env: Object(env), python, cwd: service, attachWith: { rules } },
    });
    assert.deepEqual(await stepThrough(program, STEPS), [
      ...['the first stop', 'return 1', 'the first stop', 'session = ', 'try:', 'session.get'].map(lineOf),
      ...['except ', '    own()'].map(lineOf),
    ]);
  });
});
