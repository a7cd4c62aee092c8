// Spans that are here before they end: they are counted, and a span goes on in a later row; the row that it had belongs to no trace any more.

import { indexInChunk } from './columns/chunks.ts';
import { isErrorIn, isRootIn, NO_TRACE, type SpanChunk, stateIn } from './columns/span-chunk.ts';
import { rowsOf } from './query/trace-rows-of.ts';
import type { SpanStore } from './span-store.ts';

/** Of spans that have come in such a state. */
export function countUnfinished(store: SpanStore, first: number, count: number): void {
  for (let row = first; row < first + count; row++) {
    const chunk = store.chunk(row)!;
    const i = indexInChunk(row);
    const state = stateIn(chunk, i);
    if (state !== 'ended') store.traces.countUnfinished(chunk.trace[i]!, state, 1);
  }
}

/** Both rows are here and of one trace. */
export function replaceRow(store: SpanStore, from: number, to: number): void {
  const { traces } = store;
  const chunk = store.chunk(from)!;
  const i = indexInChunk(from);
  const trace = chunk.trace[i]!;
  const state = stateIn(chunk, i);
  if (state !== 'ended') traces.countUnfinished(trace, state, -1);
  chunk.trace[i] = NO_TRACE;
  traces.replace(trace, from, to, isErrorIn(chunk, i));
  if (!covers(store.chunk(to)!, indexInChunk(to), chunk, i)) relink(store, trace);
}

/** Whether a trace that has the first span loses nothing with the second: it starts no later, ends no earlier, is as rooted. */
function covers(chunk: SpanChunk, i: number, other: SpanChunk, j: number): boolean {
  const start = chunk.start[i]!;
  const otherStart = other.start[j]!;
  return (
    start <= otherStart &&
    start + Math.max(0, chunk.duration[i]!) >= otherStart + Math.max(0, other.duration[j]!) &&
    isRootIn(chunk, i) === isRootIn(other, j)
  );
}

/** What the table says of the trace, from its rows anew. */
function relink(store: SpanStore, trace: number): void {
  const rows = rowsOf(store, trace);
  store.traces.unlink(trace);
  for (const row of rows) {
    const chunk = store.chunk(row)!;
    const i = indexInChunk(row);
    const start = chunk.start[i]!;
    const end = start + Math.max(0, chunk.duration[i]!);
    const service = store.origins.service(chunk.origin[i]!);
    store.traces.link(trace, row, start, end, isErrorIn(chunk, i), isRootIn(chunk, i), service);
  }
}
