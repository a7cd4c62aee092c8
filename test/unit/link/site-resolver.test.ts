// From the place that a program reports to a line that may be opened, or to the reason why not.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SiteResolver } from '../../../src/link/site-resolver.ts';
import type { ReportedSite } from '../../../src/model/site.ts';
import { createMemorySourceDisk } from '../../support/memory-source-disk.ts';

const MAP = JSON.stringify({ version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAEI' });
const FILES = {
  '/ws/src/a.ts': 'written',
  '/ws/dist/a.js': 'ran\n//# sourceMappingURL=a.js.map',
  '/ws/dist/a.js.map': MAP,
  '/etc/passwd': 'secret',
  '/ws-evil/a.ts': 'elsewhere',
};

async function createResolver(files: Readonly<Record<string, string>> = FILES) {
  const disk = createMemorySourceDisk(files);
  const resolver = new SiteResolver(disk);
  await resolver.setRoots(['/ws']);
  const resolve = (file: string, more: Partial<ReportedSite> = {}) =>
    resolver.resolve({ file, line: 1, column: 1, function: 'run', origin: undefined, mapped: false, ...more });
  return { disk, resolver, resolve };
}

suite('a reported site', () => {
  test('in generated code comes down to the line that was written', async () => {
    const { resolve } = await createResolver();
    assert.deepEqual(await resolve('/ws/dist/a.js'), {
      kind: 'resolved',
      site: { file: '/ws/src/a.ts', line: 3, column: 5, function: 'run' },
      certainty: 'exact',
      how: undefined,
    });
  });

  test('that the runtime has mapped already, or without a map, stays as it is', async () => {
    const { disk, resolve } = await createResolver();
    const own = { file: '/ws/dist/a.js', line: 1, column: 1, function: 'run' };
    const plain = { kind: 'resolved', site: own, certainty: 'exact', how: undefined };
    assert.deepEqual(await resolve('/ws/dist/a.js', { mapped: true }), plain);
    assert.deepEqual(disk.reads, []);
    assert.deepEqual(await resolve('/ws/src/a.ts'), { ...plain, site: { ...own, file: '/ws/src/a.ts' } });
    assert.deepEqual(await resolve('/ws/dist/a.js', { line: 50 }), { ...plain, site: { ...own, line: 50 } });
  });

  test('that was the first frame of the user is a guess, and says so', async () => {
    const { resolve } = await createResolver();
    const resolved = await resolve('/ws/src/a.ts', { origin: 'first-user-frame' });
    assert.equal(resolved.kind === 'resolved' && resolved.certainty, 'inferred');
    assert.match(String(resolved.kind === 'resolved' && resolved.how), /first line of yours/);
  });

  test('that is a handler, a function of a framework or the call of a wrapper is none, and says so as well', async () => {
    const { resolve } = await createResolver();
    for (const [origin, words] of [
      ['handler', /handler of the request/],
      ['callee', /framework called/],
      ['wrapper', /starts spans for all/],
    ] as const) {
      const resolved = await resolve('/ws/src/a.ts', { origin });
      assert.equal(resolved.kind === 'resolved' && resolved.certainty, 'exact');
      assert.match(String(resolved.kind === 'resolved' && resolved.how), words);
    }
  });

  test('outside the workspace, or absent, is unresolved and nothing is read', async () => {
    const { disk, resolve, resolver } = await createResolver();
    disk.links.set('/ws/link', '/etc');
    disk.links.set('/ws/src/leak.ts', '/etc/passwd');
    for (const file of [
      '/etc/passwd',
      '/ws/../etc/passwd',
      '/ws-evil/a.ts',
      '/ws/link/passwd',
      '/ws/src/leak.ts',
      '/ws/absent.ts',
      'a.ts',
    ]) {
      const resolved = await resolve(file);
      assert.deepEqual(resolved, { kind: 'unresolved', why: `${file} is not a file of this workspace.` });
    }
    assert.equal((await resolver.resolve(undefined)).kind, 'unresolved');
    assert.deepEqual(disk.reads, []);
  });

  test('whose map leads outside keeps its own line, and neither the map nor the source outside is read', async () => {
    const { disk, resolve } = await createResolver({
      ...FILES,
      '/ws/dist/a.js.map': JSON.stringify({ version: 3, sources: ['/etc/passwd'], names: [], mappings: 'AAEI' }),
      '/ws/dist/b.js': '//# sourceMappingURL=../../etc/passwd',
      '/ws/dist/c.js': '//# sourceMappingURL=/etc/passwd',
      '/ws/dist/d.js': '//# sourceMappingURL=file:///etc/passwd',
    });
    for (const name of ['a', 'b', 'c', 'd']) {
      const resolved = await resolve(`/ws/dist/${name}.js`);
      assert.equal(resolved.kind === 'resolved' && resolved.site.file, `/ws/dist/${name}.js`);
    }
    assert.deepEqual(
      disk.reads.filter((path) => path.includes('etc')),
      [],
    );
  });

  test('with a hostile map keeps its own line', async () => {
    for (const map of [
      { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AgBEI' },
      { version: 3, sources: [''], names: [], mappings: 'AAEI' },
      { version: 3, sources: [null], names: [], mappings: 'AAEI' },
    ]) {
      const { resolve } = await createResolver({ ...FILES, '/ws/dist/a.js.map': JSON.stringify(map) });
      const resolved = await resolve('/ws/dist/a.js');
      assert.equal(resolved.kind === 'resolved' && resolved.site.file, '/ws/dist/a.js', JSON.stringify(map));
    }
  });

  test('in a workspace that is itself behind a link is found', async () => {
    const disk = createMemorySourceDisk({ '/real/src/a.ts': 'written' });
    disk.links.set('/ws', '/real');
    const resolver = new SiteResolver(disk);
    await resolver.setRoots(['/ws']);
    for (const file of ['/ws/src/a.ts', '/real/src/a.ts']) {
      const reported = { file, line: 1, column: 1, function: undefined, origin: undefined, mapped: true };
      assert.equal((await resolver.resolve(reported)).kind, 'resolved', file);
    }
  });

  test('is remembered, and looked up anew once the roots were set again', async () => {
    const { disk, resolver, resolve } = await createResolver();
    await resolve('/ws/dist/a.js');
    const reads = disk.reads.length;
    await resolve('/ws/dist/a.js');
    await resolve('/ws/dist/a.js', { line: 2 });
    assert.equal(disk.reads.length, reads);
    // A build has moved the line.
    disk.files.set('/ws/dist/a.js.map', MAP.replace('AAEI', 'AAGI'));
    await resolver.setRoots(['/ws']);
    const resolved = await resolve('/ws/dist/a.js');
    assert.equal(resolved.kind === 'resolved' && resolved.site.line, 4);
    await resolver.setRoots(['/other']);
    assert.equal((await resolve('/ws/dist/a.js')).kind, 'unresolved');
  });
});
