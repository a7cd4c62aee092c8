/** What the Python hook leaves alone, whose frame a span takes that has none, and when the hook stays out. */
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { installPython, missingPython } from './install-python.ts';
import { assertMarks, NOWHERE, runMarked } from './run-marked.ts';
import { runPython } from './run-python.ts';
import { createStage } from './stage.ts';

const AUTO = { SPANLINE_AUTO: 'on' };

describe('the hook', { skip: missingPython, concurrency: true }, () => {
  it('takes and gives frames by the rules', async () => {
    const marked = await runMarked({ file: 'rules.py' });
    assertMarks(marked);
    const { places } = marked;
    assert.deepEqual(places.get('stated'), { ...NOWHERE, file: '/user/said.py', line: 7 });
    assert.deepEqual(places.get('stated before'), NOWHERE);
    assert.deepEqual(places.get('childless'), NOWHERE);
    assert.deepEqual(places.get('in the loop'), NOWHERE);
    assert.deepEqual(places.get('limited'), NOWHERE);
    assert.equal(places.get('server of a view: middleware')?.origin, 'first-user-frame');
  });

  it('is switched off', async () => {
    const { places } = await runMarked({
      file: 'plain_span.py',
      args: ({ folder }) => [`${folder}/plain_span.py`, 'own'],
      env: { SPANLINE_HOOK: 'off' },
    });
    assert.deepEqual([...places], [['alone', NOWHERE]]);
  });

  it('gives a program without tracing a name, and leaves one with its own to it', async () => {
    const services = ['zero', 'own', 'hidden'].map(async (argument) => {
      const marked = await runMarked({
        file: 'manual_span.py',
        from: 'table',
        args: ({ table }) => [`${table}/manual_span.py`, argument],
        path: argument === 'own' ? ['.'] : [],
        isSpooled: true,
        env: { ...AUTO, ...(argument === 'own' ? { OTEL_SERVICE_NAME: 'own' } : {}) },
      });
      assertMarks(marked);
      return marked.stdout.trim();
    });
    assert.deepEqual(await Promise.all(services), ["['zero'] manual_span", "['own'] own", "['hidden'] hidden"]);
  });

  it('leaves tools alone', async () => {
    assert.match(await finders(['program.py']), /^1/);
    assert.match(await finders(['black']), /^0/);
    // Before 3.10 nothing says which module it will be, and the hook waits for an SDK that never comes.
    assert.match(await finders(['-m', 'black']), /^0 True|^1 False/);
  });
});

/** How many finders of the hook a program that is started this way has. */
async function finders(args: readonly string[]): Promise<string> {
  await using stage = await createStage();
  for (const name of ['black', 'black.py', 'program.py'])
    await cp(join(stage.folder, 'finders.py'), join(stage.folder, name));
  const python = await installPython();
  const outcome = await runPython({ python, args, cwd: stage.folder, hook: stage.hook, path: [] });
  assert.equal(outcome.stderr, '');
  return outcome.stdout.trim();
}
