/** Programs whose environment has nothing of OpenTelemetry are traced with packages that the launch brings, in every Python. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { assertMarks } from '../hooks-python/run-marked.ts';
import { runPython } from '../hooks-python/run-python.ts';
import { createStage } from '../hooks-python/stage.ts';
import { bringPackages, sitePackages } from './bring-packages.ts';
import { firstNeed, PYTHON_VERSIONS } from './python-versions.ts';
import { runBrought } from './run-brought.ts';

const LIST = 'requirements-plain.txt';
/** What instrumentations are made of. */
const PARTS = ['asgi', 'auto_instrumentation', 'dbapi', 'wsgi'];

describe('a service and its caller, of', { skip: missingPython, timeout: 600_000 }, () => {
  for (const file of ['shop_flask.py', 'shop_fastapi.py', 'shop_django.py'])
    it(`${file}: spans with lines, and what it prints is the same`, async () => {
      const python = await installPython(LIST);
      const { folder } = await bringPackages(python, firstNeed);
      const [without, brought] = [await run(python, file, undefined), await run(python, file, folder)];
      assert.equal(without.outcome.code, 0, without.outcome.stderr);
      assert.notEqual(without.outcome.stdout, '');
      assert.deepEqual(brought.outcome, without.outcome);
      assertMarks(brought.marked);
      assert.deepEqual([without.marked.places.size, without.reports.length], [0, 0]);
      assert.deepEqual(brought.reports, [{ state: 'traced' }]);
    });

  it('each library that is watched: what is installed has an instrumentation of it, and no other', async () => {
    await using stage = await createStage();
    const python = await installPython(LIST);
    const packages = await bringPackages(python, firstNeed);
    const print = 'from spanline_hook.known_libraries import *; print(*sum(LIBRARIES.values(), ()))';
    const { stdout } = await runPython({
      python,
      args: ['-c', print],
      cwd: stage.hook,
      hook: undefined,
      path: [stage.hook],
    });
    const folder = join(sitePackages(packages, firstNeed), 'opentelemetry', 'instrumentation');
    const folders = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const brought = folders.map(({ name }) => name).filter((name) => !name.startsWith('_') && !PARTS.includes(name));
    assert.deepEqual(stdout.trim().split(' ').sort(), brought.sort());
  });

  for (const { name, need, missing } of PYTHON_VERSIONS)
    it(`Flask under ${name}`, { skip: missing }, async () => {
      const python = await installPython(LIST, name);
      const { folder } = await bringPackages(python, need);
      const { outcome, marked } = await run(python, 'shop_flask.py', folder);
      assert.deepEqual([outcome.code, outcome.stderr], [0, '']);
      assertMarks(marked);
    });
});

function run(python: string, file: string, packages: string | undefined) {
  return runBrought({ python, file, packages });
}
