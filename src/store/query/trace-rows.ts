// A window of the list of traces, newest first.

import type { TraceId } from '../../model/ids.ts';
import type { TraceRow } from '../../model/trace-row.ts';
import { MORE_SERVICES } from '../columns/trace-table.ts';
import type { SpanStore } from '../span-store.ts';
import { endOf } from './trace-rows-of.ts';

/** `now`: milliseconds since the Unix epoch, until which open spans last. `only`: numbers of the traces that pass a filter, in any order; undefined for all. */
export function listTraces(
  store: SpanStore,
  first: number,
  count: number,
  only: ReadonlySet<number> | undefined,
  now = Date.now(),
): { readonly total: number; readonly rows: readonly TraceRow[] } {
  const { traces } = store;
  const rows: TraceRow[] = [];
  if (only === undefined) {
    for (let i = first; i < Math.min(first + count, traces.size); i++)
      rows.push(toRow(store, traces.next - 1 - i, now));
    return { total: traces.size, rows };
  }
  const numbers = [...only].filter((trace) => traces.has(trace)).sort((a, b) => b - a);
  for (const trace of numbers.slice(first, first + count)) rows.push(toRow(store, trace, now));
  return { total: numbers.length, rows };
}

function toRow(store: SpanStore, trace: number, now: number): TraceRow {
  const { traces } = store;
  const root = traces.root(trace);
  const unfinished = traces.unfinished(trace);
  return {
    // The table makes ids of 32 hex digits.
    id: traces.id(trace) as TraceId,
    name: store.name(root >= 0 ? root : traces.earliest(trace)),
    rooted: root >= 0,
    services: serviceNames(store, traces.services(trace)),
    startTime: store.time.toUnixMilliseconds(traces.start(trace)),
    duration: endOf(store, trace, now) - traces.start(trace),
    held: store.held.of(trace, now).whole,
    spans: traces.count(trace),
    open: unfinished?.open ?? 0,
    cutOff: unfinished?.['cut off'] ?? 0,
    errors: traces.errors(trace),
  };
}

function serviceNames(store: SpanStore, mask: number): readonly string[] {
  const names: string[] = [];
  for (let bit = 0; bit < MORE_SERVICES; bit++) {
    const name = store.origins.services[bit];
    if (((mask >>> bit) & 1) === 1 && name !== undefined) names.push(name);
  }
  if (mask >>> MORE_SERVICES === 1) names.push('more');
  return names;
}
