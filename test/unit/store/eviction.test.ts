// A store that is full: the oldest whole traces make room, and nothing else does.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseTraceId } from '../../../src/model/ids.ts';
import * as spanReader from '../../../src/otlp/trace/span-reader.ts';
import { layoutTrace } from '../../../src/store/query/layout-trace.ts';
import { readStoredSpan, type StoredSpan } from '../../../src/store/query/stored-span.ts';
import { listTraces } from '../../../src/store/query/trace-rows.ts';
import { SpanStore } from '../../../src/store/span-store.ts';
import { createFlood, floodMark, floodTraceId } from '../../support/span-flood.ts';
import { createFedStore } from '../../support/store-with.ts';
import { spanId, traceId } from '../../support/trace-request.ts';

/** A chunk of columns and a slab of bytes are about 4 MB each. */
const LIMIT = 16 << 20;
const SPANS = 400;
const SPAN_BYTES = 250;

function layoutOf(store: SpanStore, id: string) {
  const parsed = parseTraceId(id);
  return parsed && layoutTrace(store, parsed);
}

function markOf(span: StoredSpan | undefined): unknown {
  const value = span?.attributes.find(({ key }) => key === 'mark')?.value;
  return value?.kind === 'string' ? value.value : undefined;
}

/** Bytes that typed arrays hold after a collection. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  // Once for the objects, once for the buffers that only they held.
  for (let i = 0; i < 2; i++) runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

suite('a store at its limit', () => {
  test('stays under it through twenty times as much, keeps the newest whole traces and counts what left', () => {
    const store = new SpanStore(spanReader, LIMIT);
    const flood = createFlood(SPANS, SPAN_BYTES);
    const perTrace = 8;
    const before = heldBytes();
    let sent = 0;
    let mark = 0;
    for (let request = 0; sent < 20 * LIMIT; request++) {
      const batch = flood((i) => ({
        trace: request * (SPANS / perTrace) + Math.floor(i / perTrace),
        span: ++mark,
        mark,
      }));
      sent += batch.bytes.length;
      store.append(batch);
      assert.ok(store.byteSize <= LIMIT, `${store.byteSize} bytes after ${sent}`);
    }
    const traces = mark / perTrace;
    // What the books say is what the process holds, but for a spare chunk and two spare slabs.
    assert.ok(heldBytes() - before <= LIMIT + (13 << 20), `${heldBytes() - before} bytes are held`);
    assert.ok(store.spans > 10_000, `only ${store.spans} spans are left`);
    assert.equal(store.spans % perTrace, 0);
    assert.deepEqual(store.evicted, { traces: traces - store.traces.size, spans: mark - store.spans });
    const { total, rows } = listTraces(store, 0, 1e6, undefined);
    assert.equal(total, store.spans / perTrace);
    assert.deepEqual(
      rows.map(({ id }) => id),
      Array.from({ length: total }, (_, i) => floodTraceId(traces - 1 - i)),
    );
    assert.ok(rows.every((row) => row.spans === perTrace));
    for (let row = 0; row < mark; row += 97) {
      const here = row >= mark - store.spans;
      assert.equal(markOf(readStoredSpan(store, row)), here ? floodMark(row + 1) : undefined, `row ${row}`);
    }
    assert.equal(layoutOf(store, floodTraceId(traces - total - 1)), undefined);
    assert.equal(layoutOf(store, floodTraceId(traces - total))?.count, perTrace);
  });

  test('a trace that lives long leaves as the oldest does, and comes again with what came after', () => {
    const store = new SpanStore(spanReader, LIMIT);
    const flood = createFlood(SPANS, SPAN_BYTES);
    let mark = 0;
    let previous = 0;
    let returns = 0;
    for (let request = 0; request < 800; request++) {
      // One span of each request belongs to trace 0, the others to a trace of their own.
      store.append(flood((i) => ({ trace: i === 0 ? 0 : request + 1, span: ++mark, mark })));
      const count = layoutOf(store, floodTraceId(0))?.count ?? 0;
      if (count < previous) returns++;
      else assert.equal(count, previous + 1, `request ${request}`);
      previous = count;
      assert.ok(store.byteSize <= LIMIT);
    }
    assert.ok(returns >= 2, `it came again ${returns} times`);
    const layout = layoutOf(store, floodTraceId(0));
    // What is left of it are its newest spans, with their own bytes.
    const marks = [...(layout?.row ?? [])].map((row) => markOf(readStoredSpan(store, row)));
    const requests = mark / SPANS;
    const expected = Array.from({ length: previous }, (_, i) => floodMark((requests - previous + i) * SPANS + 1));
    assert.deepEqual(marks.sort(), expected);
    assert.equal(mark, store.spans + store.evicted.spans);
  });

  test('one body of many small traces, and one large trace alone', () => {
    const { store, receive } = createFedStore(LIMIT);
    const filler = 'x'.repeat(20_000);
    for (let i = 1; i <= 3; i++)
      receive(
        'shop',
        Array.from({ length: 400 }, (_, k) => ({
          id: spanId(k + 1),
          trace: traceId(i * 1000 + k),
          attributes: { filler },
        })),
      );
    assert.ok(store.byteSize <= LIMIT);
    assert.equal(store.spans + store.evicted.spans, 1200);
    assert.ok(store.spans >= 400);
    // The newest trace stays whatever its size: an empty view would help nobody.
    receive(
      'shop',
      Array.from({ length: 1000 }, (_, k) => ({ id: spanId(k + 1), trace: traceId(9), attributes: { filler } })),
    );
    assert.deepEqual([store.traces.size, store.spans], [1, 1000]);
    receive('shop', [{ id: spanId(1), trace: traceId(10) }]);
    assert.deepEqual([store.traces.size, store.spans], [1, 1]);
    assert.ok(store.byteSize <= LIMIT);
  });

  test('a large body whose spans all leave at once does not weigh for ever', () => {
    const { store, receive } = createFedStore(LIMIT);
    receive('shop', [{ id: spanId(1), trace: traceId(1) }]);
    receive('shop', [{ id: spanId(1), trace: traceId(2) }]);
    // It belongs to the oldest trace, which has to go for it.
    receive('shop', [{ id: spanId(2), trace: traceId(1), attributes: { filler: 'x'.repeat(LIMIT) } }]);
    assert.equal(layoutOf(store, traceId(1)), undefined);
    for (let i = 3; i < 20; i++) receive('shop', [{ id: spanId(1), trace: traceId(i) }]);
    assert.ok(store.byteSize <= LIMIT, `${store.byteSize} bytes`);
    assert.equal(store.traces.size, 18);
  });

  test('names that only gone spans had are forgotten, those that are left stay right', () => {
    const store = new SpanStore(spanReader, 2 * LIMIT);
    const flood = createFlood(SPANS, 160);
    let mark = 0;
    for (let request = 0; request < 1500; request++) {
      store.append(flood(() => ({ trace: request, span: ++mark, mark, ownName: true })));
      assert.ok(store.byteSize <= 2 * LIMIT, `${store.byteSize} bytes after ${request} requests`);
    }
    // Each kept span takes about 230 bytes with its name: with the names of all that ever came it would be none.
    assert.ok(store.spans > 40_000, `only ${store.spans} spans are left`);
    for (let row = mark - store.spans; row < mark; row += 51)
      assert.equal(readStoredSpan(store, row)?.name.slice(-8), floodMark(row + 1));
  });

  test('a trace that never ends stays bounded too, and what it lost is counted', () => {
    const store = new SpanStore(spanReader, LIMIT);
    const flood = createFlood(SPANS, SPAN_BYTES);
    let mark = 0;
    for (let sent = 0; sent < 8 * LIMIT; ) {
      const batch = flood(() => ({ trace: 1, span: ++mark, mark }));
      sent += batch.bytes.length;
      store.append(batch);
      assert.ok(store.byteSize <= 1.5 * LIMIT, `${store.byteSize} bytes after ${sent}`);
    }
    assert.ok(store.evicted.traces > 0);
    assert.equal(store.spans + store.evicted.spans, mark);
  });

  test('resources that differ in every request stay bounded, and spans keep their own', () => {
    const { store, receive } = createFedStore(LIMIT);
    let row = 0;
    for (let i = 0; i < 12_000; i++) {
      [row = 0] = receive(`service ${i} ${'x'.repeat(2000)}`, [{ id: spanId(i + 1), trace: traceId(i + 1) }]);
      assert.ok(store.byteSize <= LIMIT);
    }
    assert.ok(store.spans > 100, `only ${store.spans} spans are left`);
    assert.match(readStoredSpan(store, row)?.service ?? '', /^service 11999 /);
    assert.match(readStoredSpan(store, row - 50)?.service ?? '', /^service 11949 /);
  });
});
