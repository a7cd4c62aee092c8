/** What the program has installed wins over what is brought, or nothing is brought at all. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { CACHE, fromRoot } from '../hooks-node/place.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { assertMarks } from '../hooks-python/run-marked.ts';
import { bringPackages } from './bring-packages.ts';
import { firstNeed } from './python-versions.ts';
import { runBrought } from './run-brought.ts';

const PLAIN = 'requirements-plain.txt';

describe('a program that has', { skip: missingPython, timeout: 600_000 }, () => {
  it('an old protobuf, requests, wrapt and typing_extensions gets those, traced or not', async () => {
    const python = await installPython(PLAIN);
    const own = await installBeside(
      python,
      'protobuf==3.20.3',
      'requests==2.25.1',
      'wrapt==1.14.1',
      'typing_extensions==4.7.1',
    );
    const { folder } = await bringPackages(python, firstNeed);
    const run = (packages?: string) => runBrought({ python, file: 'own_versions.py', packages, installed: [own] });
    const [without, brought] = [await run(), await run(folder)];
    assert.equal(without.outcome.stdout, `3.20.3 2.25.1 1.14.1 ${join(own, 'typing_extensions.py')}\n`);
    assert.deepEqual(brought.outcome, without.outcome);
    assert.deepEqual(brought.reports, [{ state: 'traced' }]);
  });

  it('a typing_extensions that is too old runs as it would, untraced, and the editor hears why', async () => {
    const python = await installPython(PLAIN);
    const own = await installBeside(python, 'typing_extensions==4.0.0');
    const { folder } = await bringPackages(python, firstNeed);
    const run = (packages?: string) =>
      runBrought({ python, file: 'too_old.py', packages, installed: [own], env: { SPANLINE_HOOK_DEBUG: '' } });
    const [without, brought] = [await run(), await run(folder)];
    assert.match(without.outcome.stdout, /typing_extensions\.py a\n$/);
    assert.deepEqual(brought.outcome, without.outcome);
    const [report] = brought.reports;
    assert.ok(report?.state === 'failed');
    assert.match(report.reason, /typing_extensions/);
    assert.equal(brought.marked.places.size, 0);
  });

  for (const [what, version] of [
    ['the API alone', undefined],
    ['an API of years ago alone', '1.29.0'],
  ] as const)
    it(`${what} gets the rest of that release, and its own spans`, async () => {
      const python = await installPython(version === undefined ? 'requirements-api.txt' : PLAIN);
      const installed = version === undefined ? [] : [await installBeside(python, `opentelemetry-api==${version}`)];
      const empty = fromRoot(CACHE, 'no-packages');
      const lacking = await runBrought({ python, file: 'api_alone.py', packages: empty, installed });
      const [report] = lacking.reports;
      assert.ok(report?.state === 'lacking' && report.api !== null);
      assert.deepEqual([report.python, report.module, report.executable], [firstNeed.python, 'flask', python]);
      if (version !== undefined) assert.equal(report.api, version);
      assert.equal(lacking.marked.places.size, 0);
      const { folder } = await bringPackages(python, report);
      for (const file of ['api_alone.py', 'shop_flask.py', 'shop_fastapi.py']) {
        const { outcome, marked, reports } = await runBrought({ python, file, packages: folder, installed });
        assert.deepEqual([outcome.code, outcome.stderr], [0, '']);
        assert.deepEqual(reports, [{ state: 'traced' }]);
        assertMarks(marked);
      }
    });

  it('tools of Python to run is not disturbed, nor are they', async () => {
    const python = await installPython(PLAIN);
    const { folder } = await bringPackages(python, firstNeed);
    const run = (packages?: string) => runBrought({ python, file: 'tools.py', args: ['$STAGE/made'], packages });
    const [without, brought] = [await run(), await run(folder)];
    assert.match(without.outcome.stdout, /Flask[\s\S]*No module named 'opentelemetry'/);
    assert.deepEqual(brought.outcome, without.outcome);
    assert.ok(brought.reports.some(({ state }) => state === 'traced'));
  });

  it('tracing of its own is left to that, installed or not', async () => {
    const python = await installPython(PLAIN);
    const { folder } = await bringPackages(python, firstNeed);
    const { outcome, reports } = await runBrought({ python, file: 'own_tracing.py', packages: folder });
    assert.deepEqual([outcome, reports], [{ code: 0, stdout: 'not installed\n', stderr: '' }, []]);
  });

  it('a library that it imports and does not use is told of when it uses it', async () => {
    const python = await installPython(PLAIN);
    const packages = fromRoot(CACHE, 'no-packages');
    const run = async (...args: readonly string[]) =>
      (await runBrought({ python, file: 'unused.py', args, packages })).reports.map(({ state }) => state);
    assert.deepEqual(await run(), []);
    assert.deepEqual(await run('open'), ['lacking']);
  });
});

/** A folder that counts as installed, before all else that is. */
async function installBeside(python: string, ...requirements: readonly string[]): Promise<string> {
  const name = createHash('sha256')
    .update([python, ...requirements].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const parent = fromRoot(CACHE, 'fixtures');
  const target = join(parent, name);
  if (!existsSync(target)) {
    await mkdir(parent, { recursive: true });
    const draft = await mkdtemp(join(parent, 'draft-'));
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await promisify(execFile)(python, [...pip, '--target', join(draft, 'site-packages'), ...requirements]);
    await rename(draft, target).catch(async (error: unknown) => {
      // Another test file was faster.
      if (!existsSync(target)) throw error;
      await rm(draft, { recursive: true });
    });
  }
  return join(target, 'site-packages');
}
