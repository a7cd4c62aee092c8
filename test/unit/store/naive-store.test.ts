// The store's answers are those of an array that is searched from one end to the other.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { parseTraceId } from '../../../src/model/ids.ts';
import type { TraceRow } from '../../../src/model/trace-row.ts';
import { layoutTrace } from '../../../src/store/query/layout-trace.ts';
import { readStoredSpan } from '../../../src/store/query/stored-span.ts';
import { listTraces } from '../../../src/store/query/trace-rows.ts';
import { createFedStore } from '../../support/store-with.ts';
import { type SpanSpec, START, spanId, traceId } from '../../support/trace-request.ts';

interface Kept {
  readonly span: SpanSpec;
  readonly service: string;
  readonly row: number;
}

const anySpan = fc.record({
  id: fc.integer({ min: 1, max: 12 }).map(spanId),
  trace: fc.integer({ min: 1, max: 5 }).map(traceId),
  parent: fc.option(fc.integer({ min: 1, max: 14 }).map(spanId), { nil: undefined }),
  name: fc.constantFrom('GET /', 'SELECT', 'a "quoted" name', ''),
  start: fc.nat({ max: 1_000_000 }),
  duration: fc.nat({ max: 10_000 }),
  error: fc.boolean(),
});
const anyRequest = fc.record({
  service: fc.constantFrom('shop', 'cart', 'mail'),
  encoding: fc.constantFrom('protobuf', 'json'),
  spans: fc.array(anySpan, { maxLength: 6 }),
});
const anyStep = fc.oneof({ weight: 9, arbitrary: anyRequest }, { weight: 1, arbitrary: fc.constant('clear' as const) });

suite('the store against a naive array', () => {
  test('any requests in any order', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
        const { store, receive } = createFedStore();
        const kept: Kept[] = [];
        for (const step of steps) {
          if (step === 'clear') {
            kept.length = 0;
            store.clear();
            continue;
          }
          const specs = step.spans.map(({ parent, ...span }) => (parent === undefined ? span : { ...span, parent }));
          const rows = receive(step.service, specs, step.encoding);
          for (const [i, span] of specs.entries()) kept.push({ span, service: step.service, row: rows[i] ?? -1 });
        }
        assert.equal(store.spans, kept.length);
        assert.equal(store.errors, kept.filter(({ span }) => span.error).length);
        const { rows, total } = listTraces(store, 0, 100, undefined);
        const byTrace = [...Map.groupBy(kept, ({ span }) => span.trace ?? '').values()];
        assert.equal(total, byTrace.length);
        const expected = byTrace.toReversed().map(naiveRow);
        assert.deepEqual(rows.map(comparable), expected.map(comparable));
        for (const [i, row] of rows.entries())
          assert.ok(Math.abs(row.startTime - (expected[i]?.startTime ?? 0)) < 1e-3, 'within a microsecond');
        for (const members of byTrace) checkLayout(store, members);
        for (const { span, service, row } of kept) {
          const stored = readStoredSpan(store, row);
          assert.deepEqual(
            [stored?.spanId, stored?.parentSpanId, stored?.name, stored?.service, stored?.duration],
            [span.id, span.parent, span.name, service, span.duration],
          );
        }
      }),
      { numRuns: 150 },
    );
  });
});

function naiveRow(members: readonly Kept[]): TraceRow {
  const spans = members.map(({ span }) => span);
  const start = Math.min(...spans.map((span) => span.start ?? 0));
  const root = spans.find((span) => span.parent === undefined);
  const id = parseTraceId(spans[0]?.trace);
  assert.ok(id);
  return {
    id,
    name: (root ?? spans.find((span) => span.start === start))?.name ?? '',
    rooted: root !== undefined,
    services: members.map(({ service }) => service),
    startTime: Number(START / 1_000_000n) + start / 1e6,
    duration: Math.max(...spans.map((span) => (span.start ?? 0) + (span.duration ?? 0))) - start,
    spans: spans.length,
    held: 0,
    open: 0,
    cutOff: 0,
    errors: spans.filter((span) => span.error).length,
  };
}

/** Services have no order; milliseconds of today resolve a fifth of a microsecond, so they are held apart. */
function comparable({ startTime: _, ...row }: TraceRow) {
  return { ...row, services: [...new Set(row.services)].sort() };
}

function checkLayout(store: Parameters<typeof layoutTrace>[0], members: readonly Kept[]): void {
  const id = parseTraceId(members[0]?.span.trace);
  const layout = id && layoutTrace(store, id);
  assert.ok(layout);
  assert.deepEqual(
    [...layout.row].sort((a, b) => a - b),
    members.map(({ row }) => row),
  );
  const origin = Math.min(...members.map(({ span }) => span.start ?? 0));
  for (const { span, service, row } of members) {
    const at = layout.row.indexOf(row);
    assert.deepEqual(
      [
        layout.start[at],
        layout.durations[at],
        layout.names[layout.name[at] ?? -1],
        layout.services[layout.service[at] ?? -1],
      ],
      [(span.start ?? 0) - origin, span.duration, span.name, service],
    );
  }
}
