// Reading a project: what says something of telemetry, within bounds, and nothing outside of it.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { READ_BOUNDS, readSources } from '../../../src/host/features/doctor/read-sources.ts';
import { portOwner } from '../../../src/host/services/port-owner.ts';

const TELLING = "import '@opentelemetry/api';\n";
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{}',
  'a.ts': TELLING,
  'b.ts': 'export const nothing = 1;\n',
  'start.sh': 'opentelemetry-instrument python app.py\n',
  'deep/er/c.py': 'from opentelemetry import trace\n',
  '.vscode/launch.json': '{ "spanline": false }',
  '.git/d.ts': TELLING,
  'node_modules/x/e.ts': TELLING,
  'dist/f.js': TELLING,
  'tests/g.ts': TELLING,
  'h.test.ts': TELLING,
  'my-python/pyvenv.cfg': '',
  'my-python/i.py': 'import opentelemetry\n',
  'large.ts': TELLING + '/'.repeat(READ_BOUNDS.fileBytes),
  'poetry.lock': '#'.repeat(READ_BOUNDS.fileBytes + 1),
};

suite('the files of a project', () => {
  let root = '';
  let outside = '';
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'spanline-sources-'));
    outside = await mkdtemp(join(tmpdir(), 'spanline-outside-'));
    await writeFile(join(outside, 'secret.ts'), TELLING);
    for (const [name, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), text);
    }
    await symlink(outside, join(root, 'linked'), 'junction');
  });
  after(async () => {
    await rm(root, { recursive: true });
    await rm(outside, { recursive: true });
  });

  test('that say something are read; dependencies, builds, tests, links and large ones are not', async () => {
    const { sources, isPartial } = await readSources(root, AbortSignal.timeout(20_000));
    assert.deepEqual(sources.map(({ file }) => file.slice(root.length + 1).replaceAll('\\', '/')).sort(), [
      '.vscode/launch.json',
      'a.ts',
      'deep/er/c.py',
      'package.json',
      'poetry.lock',
      'start.sh',
    ]);
    assert.equal(isPartial, false);
  });

  test('are read no further than the bounds, and that is said', async () => {
    for (const bound of [{ files: 2 }, { keptBytes: 20 }, { milliseconds: -1 }]) {
      const { sources, isPartial } = await readSources(root, AbortSignal.timeout(20_000), { ...READ_BOUNDS, ...bound });
      assert.ok(sources.length <= 2, basename(sources[0]?.file ?? ''));
      assert.equal(isPartial, true);
    }
  });

  test('are no longer read when nobody wants them', async () => {
    await assert.rejects(readSources(root, AbortSignal.abort(new Error('spans came'))), /spans came/);
  });
});

test('a port that nobody has is told so', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  assert.notEqual((await portOwner(address.port)).owner, 'nobody');
  await new Promise((resolve) => server.close(resolve));
  assert.deepEqual(await portOwner(address.port), { port: address.port, owner: 'nobody' });
});
