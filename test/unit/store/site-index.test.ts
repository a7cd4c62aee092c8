// Which lines made how many spans, how long those took, and that a hostile program cannot fill the memory with lines.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { quantile } from '../../../src/model/duration-sketch.ts';
import { SiteIndex } from '../../../src/store/site-index.ts';
import { createFedStore } from '../../support/store-with.ts';
import { type SpanSpec, spanId, traceId } from '../../support/trace-request.ts';

function at(line: number, span: Partial<SpanSpec> = {}): SpanSpec {
  return { id: spanId(1), attributes: { 'code.file.path': '/ws/a.ts', 'code.line.number': line }, ...span };
}

suite('the index of sites', () => {
  test('counts, errors, durations, names and traces of each line', () => {
    const { store, receive } = createFedStore();
    const index = new SiteIndex(store);
    receive('shop', [
      at(3, { name: 'a', duration: 1000 }),
      at(3, { name: 'a', duration: 3000, error: true, trace: traceId(7) }),
      at(3, { name: 'b', duration: 2000 }),
      at(9, { name: 'c' }),
      { id: spanId(5), name: 'placeless' },
    ]);
    const [third, ninth, ...others] = index.entries();
    assert.deepEqual([third?.reported.line, ninth?.reported.line, others.length], [3, 9, 0]);
    assert.deepEqual([third?.sketch.count, third?.errors, ninth?.sketch.count, ninth?.errors], [3, 1, 1, 0]);
    assert.deepEqual(
      [...(third?.names ?? [])],
      [
        ['a', 2],
        ['b', 1],
      ],
    );
    assert.deepEqual(third?.traces.size, 2);
    assert.ok(Math.abs(quantile(third?.sketch ?? { count: 0, buckets: new Map() }, 0.5) - 2000) <= 20);
  });

  test('a span is counted once, however often it is asked, and later ones are added', () => {
    const { store, receive } = createFedStore();
    const index = new SiteIndex(store);
    receive('shop', [at(3)]);
    index.entries();
    assert.equal(index.entries()[0]?.sketch.count, 1);
    receive('shop', [at(3)], 'json');
    assert.equal(index.entries().length, 1);
    assert.equal(index.entries()[0]?.sketch.count, 2);
  });

  test('places that differ in column, in mark or in how they were found are told apart', () => {
    const { store, receive } = createFedStore();
    const index = new SiteIndex(store);
    const place = { 'code.file.path': '/ws/a.ts', 'code.line.number': 3 };
    for (const more of [
      {},
      { 'code.column.number': 4 },
      { 'spanline.code.mapped': true },
      { 'spanline.code.origin': 'first-user-frame' },
    ])
      receive('shop', [{ id: spanId(1), attributes: { ...place, ...more } }]);
    assert.equal(index.entries().length, 4);
  });

  test('clearing forgets, and what comes then is counted anew', () => {
    const { store, receive } = createFedStore();
    const index = new SiteIndex(store);
    receive('shop', [at(3), at(4)]);
    index.entries();
    receive('shop', [at(5)]);
    store.clear();
    index.clear();
    assert.deepEqual(index.entries(), []);
    receive('shop', [at(3)]);
    assert.deepEqual(
      index.entries().map((entry) => [entry.reported.line, entry.sketch.count]),
      [[3, 1]],
    );
  });

  test('spans that left stay in the figures; their traces are not held for ever', () => {
    const { store, receive } = createFedStore(12 << 20);
    const index = new SiteIndex(store);
    const filler = 'x'.repeat(2000);
    let sent = 0;
    for (let request = 0; request < 80; request++) {
      receive(
        'shop',
        Array.from({ length: 100 }, () => {
          const { attributes, ...span } = at(3, { trace: traceId(++sent) });
          return { ...span, attributes: { ...attributes, filler } };
        }),
      );
      index.entries();
    }
    assert.ok(store.evicted.spans > sent / 2);
    const [entry] = index.entries();
    assert.equal(entry?.sketch.count, sent);
    assert.ok((entry?.traces.size ?? 0) <= 2 * store.traces.size);
    assert.ok([...(entry?.traces ?? [])].filter((trace) => store.traces.has(trace)).length === store.traces.size);
  });

  test('a program that makes a line or a name of each span fills no memory, and known lines are counted on', () => {
    const { store, receive } = createFedStore();
    const index = new SiteIndex(store);
    for (let from = 0; from < 25_000; from += 5000)
      receive(
        'shop',
        Array.from({ length: 5000 }, (_, i) => at(from + i + 1)),
        'json',
      );
    assert.equal(index.entries().length, 20_000);
    receive(
      'shop',
      Array.from({ length: 1000 }, (_, i) => at(1, { name: `GET /users/${i}` })),
    );
    receive('shop', [at(1, { name: 'GET /users/5' })]);
    const entry = index.entries()[0];
    assert.equal(entry?.sketch.count, 1002);
    assert.ok((entry?.names.size ?? 0) <= 100);
    assert.equal(entry?.names.get('GET /users/5'), 2);
  });
});
