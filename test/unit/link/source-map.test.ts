// From a line that ran to the line that was written, by whichever map the generated file names.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { loadSourceMap } from '../../../src/link/source-map.ts';

/** Line 1 column 1 comes from line 3 column 5 of the first source, line 2 from line 4 of the second. */
const MAP = { version: 3, sources: ['../src/a.ts', '/ws/src/b.ts'], names: [], mappings: 'AAEI;ACCA' };
const PLACES = [
  { file: '/ws/dist/../src/a.ts', line: 3, column: 5 },
  { file: '/ws/src/b.ts', line: 4, column: 5 },
];

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function load(code: string, files: Readonly<Record<string, string>> = {}) {
  const all = new Map(Object.entries({ '/ws/dist/a.js': code, ...files }));
  return loadSourceMap('/ws/dist/a.js', async (path) => all.get(path));
}

async function places(code: string, files?: Readonly<Record<string, string>>) {
  const map = await load(code, files);
  return map && [map.lookUp(1, 1), map.lookUp(2, 1)];
}

suite('a source map', () => {
  test('inline, in base64 or bare', async () => {
    const json = JSON.stringify(MAP);
    for (const data of [
      `data:application/json;base64,${base64(json)}`,
      `data:application/json;charset=utf-8;base64,${base64(json)}`,
      `data:application/json,${encodeURIComponent(json)}`,
    ])
      assert.deepEqual(await places(`run();\n//# sourceMappingURL=${data}\n`), PLACES);
  });

  test('in a file beside, named relatively, and in another folder', async () => {
    const json = JSON.stringify(MAP);
    assert.deepEqual(await places('//# sourceMappingURL=a.js.map', { '/ws/dist/a.js.map': json }), PLACES);
    const moved = JSON.stringify({ ...MAP, sources: ['a.ts', '/ws/src/b.ts'] });
    const found = await places('//# sourceMappingURL=maps/a.map', { '/ws/dist/maps/a.map': moved });
    assert.deepEqual(found, [{ file: '/ws/dist/maps/a.ts', line: 3, column: 5 }, PLACES[1]]);
  });

  test('the last comment counts, and one inside a block comment ends before it', async () => {
    const files = { '/ws/dist/a.js.map': JSON.stringify(MAP) };
    assert.deepEqual(
      await places('s = "//# sourceMappingURL=no.map";\n/*# sourceMappingURL=a.js.map */', files),
      PLACES,
    );
  });

  test('a source root stands before the sources', async () => {
    const json = JSON.stringify({ ...MAP, sourceRoot: '/ws/src/', sources: ['a.ts', 'b.ts'] });
    const found = await places('//# sourceMappingURL=a.js.map', { '/ws/dist/a.js.map': json });
    assert.deepEqual(
      found?.map((place) => place?.file),
      ['/ws/src/a.ts', '/ws/src/b.ts'],
    );
  });

  test('places that it says nothing about have no source', async () => {
    const map = await load(`//# sourceMappingURL=data:application/json;base64,${base64(JSON.stringify(MAP))}`);
    assert.equal(map?.lookUp(99, 1), undefined);
  });

  test('none where there is no comment, no file or nothing that can be read', async () => {
    for (const code of [
      'run();',
      '//# sourceMappingURL=',
      '//# sourceMappingURL=absent.map',
      '//# sourceMappingURL=data:nonsense',
    ])
      assert.equal(await load(code), undefined, code);
    assert.equal(await loadSourceMap('/ws/absent.js', async () => undefined), undefined);
    for (const json of [
      '',
      'null',
      '5',
      '[]',
      '{}',
      '{"version":3}',
      '{"version":3,"sources":null,"mappings":""}',
      '{',
    ])
      assert.equal(await load('//# sourceMappingURL=a.map', { '/ws/dist/a.map': json }), undefined, json);
  });

  test('a hostile one gives no place, and never throws', async () => {
    for (const hostile of [
      // A source that is not in the list, one without a name, and no base64 at all.
      { ...MAP, mappings: 'A+/////DEI;A+CA' },
      { ...MAP, mappings: 'AgBEI;AhCCA' },
      { ...MAP, sources: [null, null] },
      { ...MAP, sources: ['', ''] },
      { ...MAP, mappings: '%%%%;\u{1F600}' },
      { ...MAP, mappings: 5 },
      { ...MAP, sources: [5, {}] },
    ]) {
      const json = JSON.stringify(hostile);
      const found = await places('//# sourceMappingURL=a.map', { '/ws/dist/a.map': json });
      for (const place of found ?? []) assert.notEqual(place?.file, '/ws/dist/', json);
      for (const place of found ?? []) assert.ok(place === undefined || typeof place.file === 'string', json);
    }
  });
});
