// Spans by service and name: each once, whatever comes, ends late, is evicted or cleared.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { quantile } from '../../../src/model/duration-sketch.ts';
import { NameIndex } from '../../../src/store/name-index.ts';
import { createFedStore } from '../../support/store-with.ts';
import { spanId, traceId } from '../../support/trace-request.ts';

const anySpan = fc.record({
  id: fc.integer({ min: 1, max: 50 }).map(spanId),
  trace: fc.integer({ min: 1, max: 5 }).map(traceId),
  name: fc.constantFrom('a', 'b', 'c', ''),
  duration: fc.integer({ min: 1, max: 1_000_000 }),
  error: fc.boolean(),
});
const anyRequest = fc.record({ service: fc.constantFrom('shop', 'cart'), spans: fc.array(anySpan, { maxLength: 10 }) });
const breathe = async () => {};

suite('the index of names', () => {
  test('has what a look at all spans has, within one percent, asked at any time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRequest, { maxLength: 8 }), fc.nat({ max: 8 }), async (requests, early) => {
        const { store, receive } = createFedStore();
        const index = new NameIndex(store);
        const all: { readonly key: string; readonly duration: number; readonly error: boolean }[] = [];
        for (const [i, { service, spans }] of requests.entries()) {
          receive(service, spans);
          for (const { name, duration, error } of spans) all.push({ key: `${service} ${name}`, duration, error });
          if (i === early) await index.entries(breathe);
        }
        const entries = await index.entries(breathe);
        const naive = Map.groupBy(all, ({ key }) => key);
        assert.deepEqual(entries.map(({ service, name }) => `${service} ${name}`).sort(), [...naive.keys()].sort());
        for (const { service, name, sketch, errors } of entries) {
          const spans = naive.get(`${service} ${name}`) ?? [];
          assert.deepEqual([sketch.count, errors], [spans.length, spans.filter(({ error }) => error).length]);
          const sorted = spans.map(({ duration }) => duration).sort((a, b) => a - b);
          for (const q of [0.5, 0.95, 0.99]) {
            const exact = sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
            assert.ok(
              Math.abs(quantile(sketch, q) - exact) <= exact * 0.011,
              `${q}: ${quantile(sketch, q)} for ${exact}`,
            );
          }
        }
      }),
    );
  });

  test('counts a span when it ends, and keeps what has left until it is cleared', async () => {
    const { store, tell } = createFedStore();
    const index = new NameIndex(store);
    const [row = -1] = tell('open', 'shop', [{ id: spanId(1), name: 'slow' }]);
    assert.equal((await index.entries(breathe)).length, 0);
    tell('ended', 'shop', [{ id: spanId(1), name: 'slow', duration: 5000 }], [row]);
    assert.equal((await index.entries(breathe))[0]?.sketch.count, 1);
    store.clear();
    assert.equal((await index.entries(breathe))[0]?.sketch.count, 1);
    index.clear();
    tell('ended', 'shop', [{ id: spanId(2), name: 'next' }]);
    assert.deepEqual(
      (await index.entries(breathe)).map(({ name }) => name),
      ['next'],
    );
  });

  test('of a program that makes a name of each URL stays bounded', async () => {
    const { store, receive } = createFedStore();
    const index = new NameIndex(store);
    for (let request = 0; request < 24; request++)
      receive(
        'shop',
        Array.from({ length: 500 }, (_, i) => ({ id: spanId(i + 1), name: `GET /${request * 500 + i}` })),
      );
    const entries = await index.entries(breathe);
    assert.ok(entries.length <= 10_001);
    assert.equal(entries.find(({ name }) => name === undefined)?.sketch.count, 2000);
  });
});
