// 64 Ki rows of span columns in one allocation; what a span costs beside its bytes.

import type { SpanState } from '../../model/span.ts';
import { CUT_OFF, isErrorStatus, OPEN } from '../../model/span-batch.ts';
import { CHUNK_ROWS } from './chunks.ts';

/** No trace ever has this number. */
export const NO_TRACE = 0xffffffff;

/** Bytes of one row over all columns. */
const ROW_BYTES = 2 * 8 + 10 * 4 + 1;

export const CHUNK_BYTES = CHUNK_ROWS * ROW_BYTES;

export interface SpanChunk {
  /** Rows that belong to a trace which is still here. */
  live: number;
  /** Nanoseconds from the store's origin of time. */
  readonly start: Float64Array;
  /** Nanoseconds. */
  readonly duration: Float64Array;
  /** Number of the trace; NO_TRACE where a later row has taken this one's place. */
  readonly trace: Uint32Array;
  /** Entry of the dictionary of names. */
  readonly name: Uint32Array;
  readonly spanIdHigh: Uint32Array;
  readonly spanIdLow: Uint32Array;
  readonly parentIdHigh: Uint32Array;
  readonly parentIdLow: Uint32Array;
  /** Where the span's bytes begin in its slab. */
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
  /** The row before this one in the same trace, -1 for none. */
  readonly previous: Int32Array;
  /** Which resource and scope. */
  readonly origin: Uint32Array;
  /** As `SpanBatch.kindStatus`. */
  readonly kindStatus: Uint8Array;
}

export function createSpanChunk(): SpanChunk {
  const buffer = new ArrayBuffer(CHUNK_BYTES);
  let at = 0;
  const take = (width: number) => {
    const from = at;
    at += CHUNK_ROWS * width;
    return from;
  };
  const doubles = () => new Float64Array(buffer, take(8), CHUNK_ROWS);
  const words = () => new Uint32Array(buffer, take(4), CHUNK_ROWS);
  return {
    live: 0,
    start: doubles(),
    duration: doubles(),
    trace: words(),
    name: words(),
    spanIdHigh: words(),
    spanIdLow: words(),
    parentIdHigh: words(),
    parentIdLow: words(),
    offset: words(),
    length: words(),
    previous: new Int32Array(buffer, take(4), CHUNK_ROWS),
    origin: words(),
    kindStatus: new Uint8Array(buffer, take(1), CHUNK_ROWS),
  };
}

export function isErrorIn(chunk: SpanChunk, i: number): boolean {
  return isErrorStatus(chunk.kindStatus[i]!);
}

export function isRootIn(chunk: SpanChunk, i: number): boolean {
  return (chunk.parentIdHigh[i]! | chunk.parentIdLow[i]!) === 0;
}

export function stateIn(chunk: SpanChunk, i: number): SpanState {
  const kindStatus = chunk.kindStatus[i]!;
  if ((kindStatus & (OPEN | CUT_OFF)) === 0) return 'ended';
  return (kindStatus & OPEN) !== 0 ? 'open' : 'cut off';
}

/** Nanoseconds; of an open span until `now`, in the store's time. */
export function durationIn(chunk: SpanChunk, i: number, now: number): number {
  return (chunk.kindStatus[i]! & OPEN) === 0 ? chunk.duration[i]! : Math.max(0, now - chunk.start[i]!);
}
