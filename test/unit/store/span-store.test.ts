// What went into the store comes out again: lists, waterfalls and details.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { SpanId, TraceId } from '../../../src/model/ids.ts';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';
import { SPAN_FLAG } from '../../../src/model/trace-layout.ts';
import { layoutTrace } from '../../../src/store/query/layout-trace.ts';
import { findSpan, readStoredSpan } from '../../../src/store/query/stored-span.ts';
import { listTraces } from '../../../src/store/query/trace-rows.ts';
import { createFedStore } from '../../support/store-with.ts';
import { START, spanId, TRACE, traceId } from '../../support/trace-request.ts';

const START_MS = Number(START / 1_000_000n);

function toTraceId(text: string): TraceId {
  const id = parseTraceId(text);
  assert.ok(id);
  return id;
}

function toSpanId(number: number): SpanId {
  const id = parseSpanId(spanId(number));
  assert.ok(id);
  return id;
}

suite('the store', () => {
  test('a trace of two services is one row and one waterfall', () => {
    const { store, receive } = createFedStore();
    const [child, grandchild] = receive('cart', [
      { id: spanId(2), parent: spanId(1), name: 'POST /cart', kind: 2, start: 2_000_000, duration: 5_000_000 },
      { id: spanId(3), parent: spanId(2), name: 'INSERT', kind: 3, start: 3_000_000, duration: 1_500, error: true },
    ]);
    const [root] = receive('shop', [{ id: spanId(1), name: 'checkout', start: 0, duration: 10_000_000 }], 'json');
    assert.deepEqual(listTraces(store, 0, 10, undefined), {
      total: 1,
      rows: [
        {
          id: TRACE,
          name: 'checkout',
          rooted: true,
          services: ['cart', 'shop'],
          startTime: START_MS,
          duration: 10_000_000,
          held: 0,
          spans: 3,
          open: 0,
          cutOff: 0,
          errors: 1,
        },
      ],
    });
    const layout = layoutTrace(store, toTraceId(TRACE));
    assert.ok(layout);
    assert.deepEqual([...layout.row], [root, child, grandchild]);
    assert.deepEqual(
      [...layout.name].map((name) => layout.names[name]),
      ['checkout', 'POST /cart', 'INSERT'],
    );
    assert.deepEqual(
      [...layout.service].map((service) => layout.services[service]),
      ['shop', 'cart', 'cart'],
    );
    assert.deepEqual([...layout.start], [0, 2_000_000, 3_000_000]);
    assert.deepEqual([...layout.durations], [10_000_000, 5_000_000, 1_500]);
    assert.deepEqual([...layout.depth], [0, 1, 2]);
    assert.deepEqual([...layout.descendants], [2, 1, 0]);
    assert.deepEqual([...layout.kind], [1, 2, 3]);
    assert.deepEqual([...layout.flags], [0, 0, SPAN_FLAG.error]);
    assert.deepEqual([layout.startTime, layout.duration, layout.count], [START_MS, 10_000_000, 3]);
  });

  for (const encoding of ['protobuf', 'json'] as const)
    test(`all of a span in ${encoding} is there when its row is asked for`, () => {
      const { store, receive } = createFedStore();
      receive('other', [{ id: spanId(9), trace: traceId(9) }]);
      const [row = -1] = receive(
        'shop',
        [
          {
            id: spanId(2),
            parent: spanId(1),
            name: 'say "hi" \u{1F600}',
            kind: 3,
            start: 1_234_567,
            duration: 42,
            error: true,
            attributes: { 'http.route': '/cart', retries: 3, 'code.file.path': '/ws/a.ts', 'code.line.number': 8 },
          },
        ],
        encoding,
      );
      const span = readStoredSpan(store, row);
      assert.deepEqual(span, {
        traceId: TRACE,
        spanId: spanId(2),
        parentSpanId: spanId(1),
        name: 'say "hi" \u{1F600}',
        kind: 'client',
        status: 'error',
        service: 'shop',
        startTime: START_MS + 1.234567,
        state: 'ended',
        duration: 42,
        held: 0,
        scope: { name: 'test', version: '1.0', attributes: [], droppedAttributes: 0 },
        scopeSchemaUrl: '',
        resource: {
          attributes: [{ key: 'service.name', value: { kind: 'string', value: 'shop' } }],
          droppedAttributes: 0,
        },
        ...{ resourceSchemaUrl: '', traceState: '', flags: 0 },
        statusMessage: 'failed',
        attributes: [
          { key: 'http.route', value: { kind: 'string', value: '/cart' } },
          { key: 'retries', value: { kind: 'int', value: '3' } },
          { key: 'code.file.path', value: { kind: 'string', value: '/ws/a.ts' } },
          { key: 'code.line.number', value: { kind: 'int', value: '8' } },
        ],
        events: [],
        links: [],
        dropped: { attributes: 0, events: 0, links: 0 },
        reportedSite: {
          file: '/ws/a.ts',
          line: 8,
          column: undefined,
          function: undefined,
          origin: undefined,
          mapped: false,
        },
      });
      assert.equal(findSpan(store, toTraceId(TRACE), toSpanId(2)), row);
      assert.equal(findSpan(store, toTraceId(TRACE), toSpanId(9)), undefined);
      assert.equal(findSpan(store, toTraceId(traceId(5)), toSpanId(2)), undefined);
    });

  test('until the root arrives the earliest span lends its name', () => {
    const { store, receive } = createFedStore();
    const nameOf = () => listTraces(store, 0, 1, undefined).rows.map(({ name, rooted }) => [name, rooted])[0];
    receive('shop', [{ id: spanId(3), parent: spanId(2), name: 'late', start: 50 }]);
    assert.deepEqual(nameOf(), ['late', false]);
    receive('shop', [{ id: spanId(2), parent: spanId(1), name: 'early', start: 20 }]);
    assert.deepEqual(nameOf(), ['early', false]);
    receive('shop', [{ id: spanId(1), name: 'root', start: 30 }]);
    assert.deepEqual(nameOf(), ['root', true]);
    const layout = layoutTrace(store, toTraceId(TRACE));
    assert.deepEqual([...(layout?.start ?? [])], [10, 0, 30]);
    assert.deepEqual([...(layout?.flags ?? [])], [0, 0, 0]);
  });

  test('a span whose parent is elsewhere says so', () => {
    const { store, receive } = createFedStore();
    receive('shop', [{ id: spanId(2), parent: spanId(1) }]);
    assert.deepEqual([...(layoutTrace(store, toTraceId(TRACE))?.flags ?? [])], [SPAN_FLAG.orphan]);
  });

  test('times far apart and before the first span that came stay exact to the nanosecond', () => {
    const { store, receive } = createFedStore();
    const day = 86_400e9;
    receive('shop', [{ id: spanId(1), trace: traceId(1), start: 10 * day }]);
    receive('shop', [
      { id: spanId(2), trace: traceId(2), start: 3, duration: 40 * day },
      { id: spanId(3), trace: traceId(2), start: 30 * day + 7, duration: 1 },
    ]);
    const layout = layoutTrace(store, toTraceId(traceId(2)));
    assert.deepEqual([...(layout?.start ?? [])], [0, 30 * day + 4]);
    assert.deepEqual([...(layout?.durations ?? [])], [40 * day, 1]);
    assert.equal(layout?.duration, 40 * day);
    assert.ok(Math.abs((layout?.startTime ?? 0) - (START_MS + 3e-6)) < 1e-3);
  });

  test('a span that ends before it starts does not shrink its trace', () => {
    const { store, receive } = createFedStore();
    receive('shop', [{ id: spanId(1), start: 100, duration: -50 }]);
    const [row] = listTraces(store, 0, 1, undefined).rows;
    assert.equal(row?.duration, 0);
  });

  test('the list is a window, newest first, and can be narrowed to some traces', () => {
    const { store, receive } = createFedStore();
    for (let i = 1; i <= 10; i++) receive('shop', [{ id: spanId(1), trace: traceId(i) }]);
    receive('shop', [{ id: spanId(2), trace: traceId(2) }]);
    const list = (first: number, count: number, only?: ReadonlySet<number>) => {
      const page = listTraces(store, first, count, only);
      return [page.total, page.rows.map((row) => Number.parseInt(row.id, 16))];
    };
    assert.deepEqual(list(0, 3), [10, [10, 9, 8]]);
    assert.deepEqual(list(8, 5), [10, [2, 1]]);
    assert.deepEqual(list(20, 5), [10, []]);
    assert.deepEqual(list(1, 2, new Set([0, 3, 7, 8, 999])), [4, [8, 4]]);
  });

  test('services past the thirty-first are told of as more', () => {
    const { store, receive } = createFedStore();
    for (let i = 0; i < 40; i++) receive(`service-${i}`, [{ id: spanId(i + 1) }]);
    const services = listTraces(store, 0, 1, undefined).rows[0]?.services ?? [];
    assert.equal(services.length, 32);
    assert.deepEqual([services[0], services[30], services[31]], ['service-0', 'service-30', 'more']);
    const layout = layoutTrace(store, toTraceId(TRACE));
    assert.equal(layout?.services.length, 40);
  });

  test('clearing leaves nothing, and a row that a page still holds never comes to mean another span', () => {
    const { store, receive } = createFedStore();
    const before = receive('shop', [{ id: spanId(1), error: true }, { id: spanId(2) }]);
    store.clear();
    assert.deepEqual([store.spans, store.errors, store.traces.size], [0, 0, 0]);
    assert.deepEqual(listTraces(store, 0, 10, undefined), { total: 0, rows: [] });
    assert.equal(layoutTrace(store, toTraceId(TRACE)), undefined);
    const after = receive('cart', [{ id: spanId(1), name: 'after' }]);
    assert.deepEqual(
      before.map((row) => readStoredSpan(store, row)),
      [undefined, undefined],
    );
    assert.deepEqual(
      after.map((row) => readStoredSpan(store, row)?.name),
      ['after'],
    );
    assert.deepEqual([store.spans, store.errors, store.traces.size], [1, 0, 1]);
  });

  test('rows that never were are undefined', () => {
    const { store, receive } = createFedStore();
    receive('shop', [{ id: spanId(1) }]);
    for (const row of [-1, 1, 65_536, 1e9, Number.NaN])
      assert.equal(readStoredSpan(store, row), undefined, String(row));
  });
});
