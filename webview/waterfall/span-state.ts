// What a span's state is called, with the time that it took: the same words in rows, on bars and for assistive technology.

import { formatDuration } from '../../src/model/format-duration.ts';
import { heldBounds, heldTime } from '../../src/model/held-times.ts';
import { SPAN_FLAG, type TraceLayout } from '../../src/model/trace-layout.ts';

export const RUNNING_TEXT = 'This span has not ended yet.';
export const CUT_OFF_TEXT = 'The process ended before this span did.';
export const HELD_TEXT = 'While the debugger held the program time stood still: no duration counts it.';

/** Without the time that a debugger took; of an open span until now. */
export function spanTime(layout: TraceLayout, span: number): string {
  const flags = layout.flags[span] ?? 0;
  const time = formatDuration((layout.durations[span] ?? 0) - heldTime(layout.held, span));
  if ((flags & SPAN_FLAG.open) !== 0) return `${isHeldNow(layout, span) ? 'paused' : 'running'}, ${time}`;
  return (flags & SPAN_FLAG.cutOff) !== 0 ? `cut off after ${time}` : time;
}

/** `time`: what is said of the time without that which a debugger took, `held`, in nanoseconds. */
export function withHeld(time: string, held: number): string {
  return held > 0 ? `${time}, and ${formatHeld(held)}` : time;
}

/** `held` in nanoseconds. */
export function formatHeld(held: number): string {
  return `${formatDuration(held)} held by the debugger`;
}

/** Nanoseconds: as sums of doubles, two that mean the same moment may differ. */
const SAME = 1000;

/** Of an open span: it is held until its end, which is now. */
export function isHeldNow({ start, durations, held }: TraceLayout, span: number): boolean {
  return isHeldUntil(heldBounds(held, span), (start[span] ?? 0) + (durations[span] ?? 0));
}

export function isHeldUntil(bounds: Float64Array, end: number): boolean {
  return (bounds.at(-1) ?? Number.NEGATIVE_INFINITY) > end - SAME;
}
