// The way from a span up to the root of its trace, through whichever processes it leads.

import type { SpanId, TraceId } from '../../model/ids.ts';
import { indexInChunk } from '../columns/chunks.ts';
import { isRootIn } from '../columns/span-chunk.ts';
import type { SpanStore } from '../span-store.ts';
import { findTrace, rowsOf } from './trace-rows-of.ts';

/** Rows, that of the span itself first; as far as parents are here. Empty where the span is not. */
export function pathToRoot(store: SpanStore, traceId: TraceId, spanId: SpanId): readonly number[] {
  const trace = findTrace(store, traceId);
  if (trace === undefined) return [];
  const rows = rowsOf(store, trace);
  const path: number[] = [];
  let high = Number.parseInt(spanId.slice(0, 8), 16);
  let low = Number.parseInt(spanId.slice(8), 16);
  for (;;) {
    const row = rows.find((candidate) => {
      const chunk = store.chunk(candidate)!;
      const i = indexInChunk(candidate);
      return chunk.spanIdHigh[i] === high && chunk.spanIdLow[i] === low;
    });
    // Parents may form a ring.
    if (row === undefined || path.includes(row)) return path;
    path.push(row);
    const chunk = store.chunk(row)!;
    const i = indexInChunk(row);
    if (isRootIn(chunk, i)) return path;
    high = chunk.parentIdHigh[i]!;
    low = chunk.parentIdLow[i]!;
  }
}
