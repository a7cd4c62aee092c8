// What columns have of a span without loss, for who writes it down again.

import { indexInChunk } from '../columns/chunks.ts';
import type { SpanStore } from '../span-store.ts';

export interface ExactSpan {
  readonly origin: number;
  /** Nanoseconds since the Unix epoch. */
  readonly start: bigint;
  readonly end: bigint;
  /** As `SpanBatch.kindStatus`. */
  readonly kindStatus: number;
}

/** Of a row that is here. */
export function exactSpan(store: SpanStore, row: number): ExactSpan {
  const chunk = store.chunk(row)!;
  const i = indexInChunk(row);
  const start = store.time.toUnixNanoseconds(chunk.start[i]!);
  const end = start + BigInt(chunk.duration[i]!);
  return { origin: chunk.origin[i]!, start, end, kindStatus: chunk.kindStatus[i]! };
}
