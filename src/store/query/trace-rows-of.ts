// The rows of one trace in order of arrival, and the trace of an id.

import type { TraceId } from '../../model/ids.ts';
import { indexInChunk } from '../columns/span-chunk.ts';
import type { SpanStore } from '../span-store.ts';

export function findTrace(store: SpanStore, id: TraceId): number | undefined {
  const word = (at: number) => Number.parseInt(id.slice(at * 8, at * 8 + 8), 16);
  return store.traces.find(word(0), word(1), word(2), word(3));
}

/** 0 for a trace that is not here. */
export function countSpans(store: SpanStore, id: TraceId): number {
  const trace = findTrace(store, id);
  return trace === undefined ? 0 : store.traces.count(trace);
}

export function rowsOf(store: SpanStore, trace: number): Uint32Array {
  let left = store.traces.count(trace);
  const rows = new Uint32Array(left);
  for (let row = store.traces.last(trace); row >= 0; row = store.chunk(row)!.previous[indexInChunk(row)]!)
    rows[--left] = row;
  return rows;
}
