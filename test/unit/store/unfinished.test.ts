// Spans that are here before they have ended: shown until now, then replaced by what they became, counted once all the while.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';
import type { SpanState } from '../../../src/model/span.ts';
import { SPAN_FLAG } from '../../../src/model/trace-layout.ts';
import { layoutTrace } from '../../../src/store/query/layout-trace.ts';
import { findSpan, readStoredSpan } from '../../../src/store/query/stored-span.ts';
import { listTraces } from '../../../src/store/query/trace-rows.ts';
import { SiteIndex } from '../../../src/store/site-index.ts';
import { createFedStore, type FedStore } from '../../support/store-with.ts';
import { type SpanSpec, START, spanId, TRACE, traceId } from '../../support/trace-request.ts';

const START_MS = Number(START / 1_000_000n);
const SECOND = 1e9;

function layoutOf({ store }: FedStore, trace = TRACE, now = START_MS) {
  const id = parseTraceId(trace);
  assert.ok(id);
  return layoutTrace(store, id, now);
}

function rowOf({ store }: FedStore, now = START_MS) {
  return listTraces(store, 0, 1, undefined, now).rows[0];
}

suite('an open span', () => {
  test('lasts until now, in the list, in the waterfall and in the details', () => {
    const fed = createFedStore();
    const [row = -1] = fed.tell('open', 'shop', [{ id: spanId(1), name: 'checkout' }]);
    fed.receive('shop', [{ id: spanId(2), parent: spanId(1), start: SECOND, duration: SECOND }]);
    const now = START_MS + 5000;
    const listed = rowOf(fed, now);
    assert.deepEqual([listed?.duration, listed?.open, listed?.cutOff, listed?.spans], [5 * SECOND, 1, 0, 2]);
    const layout = layoutOf(fed, TRACE, now);
    assert.deepEqual([...(layout?.flags ?? [])], [SPAN_FLAG.open, 0]);
    assert.deepEqual([...(layout?.durations ?? [])], [5 * SECOND, SECOND]);
    assert.deepEqual([layout?.duration, layout?.now], [5 * SECOND, now]);
    const detail = readStoredSpan(fed.store, row, now);
    assert.deepEqual([detail?.state, detail?.duration], ['open', 5 * SECOND]);
    assert.equal(layoutOf(fed, TRACE, START_MS - 1000)?.durations[0], 0, 'a clock that is behind');
  });

  test('that ends is one span in another row, known by the key that it had', () => {
    const fed = createFedStore();
    const [open = -1] = fed.tell('open', 'shop', [{ id: spanId(1), name: 'checkout' }]);
    const before = layoutOf(fed);
    const [ended = -1] = fed.tell('ended', 'shop', [{ id: spanId(1), name: 'checkout', duration: SECOND }], [open]);
    const after = layoutOf(fed);
    assert.notEqual(after?.version, before?.version);
    assert.deepEqual([after?.count, after?.row[0], after?.key[0], after?.flags[0]], [1, ended, before?.key[0], 0]);
    assert.equal(after?.duration, SECOND);
    assert.equal(readStoredSpan(fed.store, open), undefined);
    assert.equal(readStoredSpan(fed.store, ended)?.state, 'ended');
    const [trace, span] = [parseTraceId(TRACE), parseSpanId(spanId(1))];
    assert.ok(trace && span);
    assert.equal(findSpan(fed.store, trace, span), ended);
    assert.deepEqual([fed.store.spans, rowOf(fed)?.spans, rowOf(fed)?.open], [1, 1, 0]);
  });

  test('is no part of its line’s statistics before it has ended, but its trace passes through that line', () => {
    const fed = createFedStore();
    const index = new SiteIndex(fed.store);
    const span = { id: spanId(1), attributes: { 'code.file.path': '/ws/a.ts', 'code.line.number': 3 } };
    const [open = -1] = fed.tell('open', 'shop', [span]);
    const [entry] = index.entries();
    assert.deepEqual([entry?.sketch.count, entry?.traces.size], [0, 1]);
    const [cut = -1] = fed.tell('cut off', 'shop', [span], [open]);
    assert.equal(index.entries()[0]?.sketch.count, 0);
    fed.receive('shop', []);
    fed.tell('ended', 'shop', [span], [cut]);
    assert.deepEqual([index.entries().length, index.entries()[0]?.sketch.count], [1, 1]);
  });
});

test('a trace becomes shorter when the true end lies before the moment at which its span was cut off', () => {
  const fed = createFedStore();
  fed.receive('shop', [{ id: spanId(2), parent: spanId(1), start: 100, duration: 100 }]);
  const [cut = -1] = fed.tell('cut off', 'shop', [{ id: spanId(1), duration: SECOND }]);
  assert.deepEqual([rowOf(fed)?.duration, rowOf(fed)?.cutOff], [SECOND, 1]);
  fed.tell('ended', 'shop', [{ id: spanId(1), duration: 500, error: true }], [cut]);
  const row = rowOf(fed);
  assert.deepEqual([row?.duration, row?.cutOff, row?.errors, row?.spans, row?.rooted], [500, 0, 1, 2, true]);
});

const spanArbitrary = fc.record({
  number: fc.integer({ min: 1, max: 12 }),
  isChild: fc.boolean(),
  start: fc.integer({ min: 0, max: 999 }),
  duration: fc.integer({ min: -5, max: 1000 }),
  error: fc.boolean(),
});
type GeneratedSpan = typeof spanArbitrary extends fc.Arbitrary<infer T> ? T : never;

const stepArbitrary = fc.array(
  fc.tuple(fc.constantFrom<SpanState>('open', 'cut off', 'ended', 'ended'), fc.array(spanArbitrary, { maxLength: 4 })),
  { maxLength: 25 },
);

test('whatever becomes of spans, in any order: the store is as one that only has what they are in the end', () => {
  fc.assert(
    fc.property(stepArbitrary, (steps) => {
      const fed = createFedStore();
      const last = new Map<string, { readonly spec: SpanSpec; readonly state: SpanState; readonly row: number }>();
      for (const [state, spans] of steps) {
        // Once a span a batch, as from the spool.
        const specs = [...new Map(spans.map((span) => [span.number, toSpec(span)])).values()];
        const known = specs.filter(({ id }) => last.has(id));
        const ordered = [...known, ...specs.filter(({ id }) => !last.has(id))];
        const rows = fed.tell(
          state,
          'shop',
          ordered,
          known.map(({ id }) => last.get(id)?.row ?? -1),
        );
        for (const [i, spec] of ordered.entries()) last.set(spec.id, { spec, state, row: rows[i] ?? -1 });
      }
      const plain = createFedStore();
      for (const { spec, state } of [...last.values()].sort((a, b) => a.row - b.row)) plain.tell(state, 'shop', [spec]);
      assert.deepEqual([fed.store.spans, fed.store.errors], [plain.store.spans, plain.store.errors]);
      const list = ({ store }: FedStore) =>
        listTraces(store, 0, 100, undefined, START_MS)
          .rows.map(({ startTime: _, ...row }) => row)
          .sort((a, b) => (a.id < b.id ? -1 : 1));
      assert.deepEqual(list(fed), list(plain));
      for (const { id } of list(fed)) {
        const [one, other] = [layoutOf(fed, id), layoutOf(plain, id)];
        for (const column of ['start', 'durations', 'flags', 'depth', 'descendants'] as const)
          assert.deepEqual(one?.[column], other?.[column]);
      }
    }),
    { numRuns: 500 },
  );
});

/** No two start at once, and all have one name: which of two roots lends its name is a matter of their arrival. */
function toSpec({ number, isChild, start, duration, error }: GeneratedSpan): SpanSpec {
  const trace = traceId(1 + (number % 3));
  const spec = { id: spanId(number), trace, name: 'work', start: number * 1000 + start, duration, error };
  return isChild && number > 3 ? { ...spec, parent: spanId(number - 3) } : spec;
}

test('traces that leave take with them what was replaced in them, and are counted right', () => {
  const fed = createFedStore(12 << 20);
  const filler = 'x'.repeat(3000);
  let told = 0;
  for (let trace = 1; trace <= 6000; trace++) {
    const span = { id: spanId(1), trace: traceId(trace), attributes: { filler } };
    const [open = -1] = fed.tell('open', 'shop', [span]);
    if (trace % 3 !== 0) fed.tell(trace % 3 === 1 ? 'ended' : 'cut off', 'shop', [span], [open]);
    told++;
  }
  const { store } = fed;
  assert.ok(store.evicted.spans > 1000);
  assert.equal(store.spans + store.evicted.spans, told);
  assert.ok(store.byteSize <= store.memoryLimit);
  const { rows } = listTraces(store, 0, 1e5, undefined);
  assert.ok(rows.every((row) => row.spans === 1));
  assert.equal(
    rows.filter(({ open }) => open === 1).length,
    rows.filter(({ id }) => Number.parseInt(id, 16) % 3 === 0).length,
  );
  // A row that has left is replaced by nothing: the span that ends is one of its own.
  fed.tell('ended', 'shop', [{ id: spanId(1), trace: traceId(1) }], [0]);
  assert.equal(layoutOf(fed, traceId(1))?.count, 1);
});
