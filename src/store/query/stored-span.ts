// One span with all that its bytes say, and the row of a span id.

import type { SpanId, SpanIndex, TraceId } from '../../model/ids.ts';
import type { ReportedSite } from '../../model/site.ts';
import { SPAN_KINDS, type SpanDetail, STATUS_CODES } from '../../model/span.ts';
import { STATUS_SHIFT } from '../../model/span-batch.ts';
import { indexInChunk } from '../columns/chunks.ts';
import { durationIn, stateIn } from '../columns/span-chunk.ts';
import type { SpanStore } from '../span-store.ts';
import { findTrace, rowsOf } from './trace-rows-of.ts';

/** All of a span but the place that its reported site comes down to. */
export type StoredSpan = Omit<SpanDetail, 'site'> & { readonly reportedSite: ReportedSite | undefined };

/** `now`: milliseconds since the Unix epoch, until which an open span lasts. */
export function readStoredSpan(store: SpanStore, row: number, now = Date.now()): StoredSpan | undefined {
  if (!store.hasRow(row)) return undefined;
  const chunk = store.chunk(row)!;
  const i = indexInChunk(row);
  const origin = chunk.origin[i]!;
  const encoding = store.origins.encoding(origin);
  const bytes = store.bytes(row);
  const parent = toSpanId(chunk.parentIdHigh[i]!, chunk.parentIdLow[i]!);
  const kindStatus = chunk.kindStatus[i]!;
  return {
    traceId: store.traces.id(chunk.trace[i]!) as TraceId,
    spanId: toSpanId(chunk.spanIdHigh[i]!, chunk.spanIdLow[i]!),
    parentSpanId: /^0+$/.test(parent) ? undefined : parent,
    name: store.name(row),
    kind: SPAN_KINDS[kindStatus & 7] ?? 'unspecified',
    status: STATUS_CODES[(kindStatus >> STATUS_SHIFT) & 3] ?? 'unset',
    service: store.origins.serviceName(origin),
    startTime: store.time.toUnixMilliseconds(chunk.start[i]!),
    state: stateIn(chunk, i),
    duration: durationIn(chunk, i, store.time.fromUnixMilliseconds(now)),
    held: store.held.of(chunk.trace[i]!, now).byRow.get(row) ?? 0,
    scope: store.reader.readScope(store.origins.scope(origin), encoding),
    scopeSchemaUrl: store.origins.scopeSchemaUrl(origin),
    resource: store.reader.readResource(store.origins.resource(origin), encoding),
    resourceSchemaUrl: store.origins.resourceSchemaUrl(origin),
    ...store.reader.readSpan(bytes, encoding),
    reportedSite: store.reader.readReportedSite(bytes, encoding),
  };
}

export function findSpan(store: SpanStore, traceId: TraceId, spanId: SpanId): SpanIndex | undefined {
  const trace = findTrace(store, traceId);
  if (trace === undefined) return undefined;
  const row = rowsOf(store, trace).find((candidate) => {
    const chunk = store.chunk(candidate)!;
    const i = indexInChunk(candidate);
    return toSpanId(chunk.spanIdHigh[i]!, chunk.spanIdLow[i]!) === spanId;
  });
  return row as SpanIndex | undefined;
}

function toSpanId(high: number, low: number): SpanId {
  return (high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')) as SpanId;
}
