// What a span's state is called, with the time that it took: the same words in rows, on bars and for assistive technology.

import { formatDuration } from '../../src/model/format-duration.ts';
import { SPAN_FLAG } from '../../src/model/trace-layout.ts';

export const RUNNING_TEXT = 'This span has not ended yet.';
export const CUT_OFF_TEXT = 'The process ended before this span did.';

/** `flags`: bits of SPAN_FLAG; `duration` in nanoseconds, of an open span until now. */
export function spanTime(flags: number, duration: number): string {
  const time = formatDuration(duration);
  if ((flags & SPAN_FLAG.open) !== 0) return `running, ${time}`;
  return (flags & SPAN_FLAG.cutOff) !== 0 ? `cut off after ${time}` : time;
}
