// The stretch of time that the bars show, and how zooming and panning change it: pure.

/** Nanoseconds from the trace's start. */
export interface TimeView {
  readonly from: number;
  readonly to: number;
}

/** Closer than this many nanoseconds there is nothing more to see. */
const NARROWEST = 10;

export function wholeTrace(duration: number): TimeView {
  return { from: 0, to: Math.max(duration, NARROWEST) };
}

export function isWhole(view: TimeView, duration: number): boolean {
  return view.from <= 0 && view.to >= duration;
}

/** Factors below 1 come closer; the time at `anchor` stays where it is. */
export function zoom(view: TimeView, factor: number, anchor: number, duration: number): TimeView {
  const whole = wholeTrace(duration);
  const length = Math.min(whole.to, Math.max(NARROWEST, (view.to - view.from) * factor));
  const part = (anchor - view.from) / (view.to - view.from);
  return clampView(anchor - length * part, length, whole.to);
}

export function pan(view: TimeView, by: number, duration: number): TimeView {
  return clampView(view.from + by, view.to - view.from, wholeTrace(duration).to);
}

/** After the trace has grown: who saw the whole still does, who had zoomed stays. */
export function growView(view: TimeView, before: number, after: number): TimeView {
  return isWhole(view, before) ? wholeTrace(after) : view;
}

/** Moves, by the least, so that the span can be seen when it lies wholly outside. */
export function includeSpan(view: TimeView, start: number, duration: number, traceDuration: number): TimeView {
  if (start <= view.to && start + duration >= view.from) return view;
  const middle = start + duration / 2;
  return pan(view, middle - (view.from + view.to) / 2, traceDuration);
}

export function timeAt(view: TimeView, x: number, width: number): number {
  return view.from + ((view.to - view.from) * x) / Math.max(1, width);
}

function clampView(from: number, length: number, end: number): TimeView {
  const start = Math.max(0, Math.min(from, end - length));
  return { from: start, to: start + length };
}
