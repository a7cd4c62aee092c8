// A trace ready to draw: typed columns in pre-order of its tree.

import type { HeldTimes } from './held-times.ts';
import type { TraceId } from './ids.ts';

/** Bits of `TraceLayout.flags`. */
export const SPAN_FLAG = {
  error: 1,
  /** The parent was named but is not here. */
  orphan: 2,
  /** Its parents form a ring; it is shown as a root. */
  cycle: 4,
  hasEvents: 8,
  /** It has started and not ended: it lasts until now. */
  open: 16,
  /** Its process ended before it did. */
  cutOff: 32,
} as const;

/** One entry a span, in pre-order of the tree, siblings by start. */
export interface TraceLayout {
  readonly id: TraceId;
  /** Differs from that of every other layout of this trace by the same store that shows other spans, or other held times. */
  readonly version: number;
  /** Milliseconds since the Unix epoch when this was laid out: until then, at least, open spans have lasted. */
  readonly now: number;
  /** Milliseconds since the Unix epoch of offset 0. */
  readonly startTime: number;
  /** Nanoseconds from offset 0 to the latest end, or to now where a span is open; held time included. */
  readonly duration: number;
  readonly count: number;
  readonly names: readonly string[];
  readonly services: readonly string[];
  /** Offset in nanoseconds from the trace's start. */
  readonly start: Float64Array;
  /** Nanoseconds, held time included; of open spans until now. */
  readonly durations: Float64Array;
  /** Of an open span that is held right now the last bound is now, its end. */
  readonly held: HeldTimes;
  /** Index into `names`. */
  readonly name: Uint32Array;
  /** The store's row, a `SpanIndex`. */
  readonly row: Uint32Array;
  /** The row that the span had first: it stays the same when an open span ends, which gives it another row. */
  readonly key: Uint32Array;
  /** Number of spans below this one, at any depth. */
  readonly descendants: Uint32Array;
  readonly depth: Uint16Array;
  /** Index into `services`. */
  readonly service: Uint16Array;
  /** Number on the wire: index into SPAN_KINDS. */
  readonly kind: Uint8Array;
  /** Bits of SPAN_FLAG. */
  readonly flags: Uint8Array;
}
