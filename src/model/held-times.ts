// When spans of a trace were held by a debugger, as columns: of the few that were.

import type { Intervals } from './paused-time.ts';

export interface HeldTimes {
  /** Ascending: spans by their place in pre-order, and behind the last one, at the number of spans, the trace as a whole. */
  readonly spans: Uint32Array;
  /** Where, in `bounds`, those of a span end. */
  readonly ends: Uint32Array;
  /** Starts and ends in turn, in nanoseconds from the trace's start. */
  readonly bounds: Float64Array;
}

export function toHeldTimes(held: ReadonlyMap<number, Intervals>): HeldTimes {
  const entries = [...held].sort(([a], [b]) => a - b);
  let end = 0;
  return {
    spans: Uint32Array.from(entries, ([span]) => span),
    ends: Uint32Array.from(entries, ([, intervals]) => {
      end += intervals.length;
      return end;
    }),
    bounds: Float64Array.from(entries.flatMap(([, intervals]) => intervals)),
  };
}

/** Of a span, or of the trace, at the number of spans; empty where it was not held. */
export function heldBounds({ spans, ends, bounds }: HeldTimes, span: number): Float64Array {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle] ?? 0) < span) low = middle + 1;
    else high = middle;
  }
  if (spans[low] !== span) return bounds.subarray(0, 0);
  return bounds.subarray(low === 0 ? 0 : ends[low - 1], ends[low]);
}

/** Nanoseconds. */
export function heldTime(held: HeldTimes, span: number): number {
  const bounds = heldBounds(held, span);
  let time = 0;
  for (let i = 0; i < bounds.length; i += 2) time += (bounds[i + 1] ?? 0) - (bounds[i] ?? 0);
  return time;
}
