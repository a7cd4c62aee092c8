// The rows of one trace in order of arrival, and the trace of an id.

import type { TraceId } from '../../model/ids.ts';
import { indexInChunk } from '../columns/chunks.ts';
import type { SpanStore } from '../span-store.ts';

export function findTrace(store: SpanStore, id: TraceId): number | undefined {
  const word = (at: number) => Number.parseInt(id.slice(at * 8, at * 8 + 8), 16);
  return store.traces.find(word(0), word(1), word(2), word(3));
}

/** More than there are rows. */
const ROWS = 2 ** 32;

/**
 * Differs whenever other spans of the trace are here, as a span that comes, or takes the place of another, has a row of its own;
 * and whenever another thing is told of when a debugger held them.
 */
export function versionOf(store: SpanStore, trace: number): number {
  const paused = store.pauses.size === 0 ? 0 : store.pauses.versionIn(...momentsOf(store, trace));
  return paused * ROWS + store.traces.last(trace);
}

/** Whether anyone at all was held while the trace went on. */
export function isNearPause(store: SpanStore, trace: number): boolean {
  return store.pauses.size > 0 && store.pauses.overlap(...momentsOf(store, trace));
}

/** Start and end in milliseconds since the Unix epoch; where a span is open there is no end. */
export type Moments = readonly [from: number, to: number];

export function momentsOf({ traces, time }: SpanStore, trace: number): Moments {
  return [
    time.toUnixMilliseconds(traces.start(trace)),
    traces.unfinished(trace)?.open ? Number.POSITIVE_INFINITY : time.toUnixMilliseconds(traces.end(trace)),
  ];
}

export function rowsOf(store: SpanStore, trace: number): Uint32Array {
  let left = store.traces.count(trace);
  const rows = new Uint32Array(left);
  for (let row = store.traces.last(trace); row >= 0; ) {
    const chunk = store.chunk(row)!;
    const i = indexInChunk(row);
    // Rows whose place others have taken stay in the chain.
    if (chunk.trace[i] === trace) rows[--left] = row;
    row = chunk.previous[i]!;
  }
  return rows;
}

/** In the store's time: the latest end, or `now`, in milliseconds since the Unix epoch, where a span is open. */
export function endOf(store: SpanStore, trace: number, now: number): number {
  const end = store.traces.end(trace);
  return store.traces.unfinished(trace)?.open ? Math.max(end, store.time.fromUnixMilliseconds(now)) : end;
}
