// How long spans were held by a debugger: intervals of pauses, laid over the tree of a trace.

/** Starts and ends in turn, sorted, disjoint, in one unit. */
export type Intervals = readonly number[];

const NONE: Intervals = [];

/** The parts of all of them, those that touch or overlap made one. */
export function unite(all: readonly Intervals[]): Intervals {
  const [only, second] = all;
  if (second === undefined) return only ?? NONE;
  const pairs: { readonly start: number; readonly end: number }[] = [];
  for (const intervals of all)
    for (let i = 0; i < intervals.length; i += 2) pairs.push({ start: intervals[i] ?? 0, end: intervals[i + 1] ?? 0 });
  pairs.sort((a, b) => a.start - b.start);
  const united: number[] = [];
  for (const { start, end } of pairs) {
    const last = united.length - 1;
    if (last > 0 && start <= (united[last] ?? 0)) united[last] = Math.max(united[last] ?? 0, end);
    else united.push(start, end);
  }
  return united;
}

/** What of them lies between two times. */
export function clip(intervals: Intervals, start: number, end: number): Intervals {
  const within: number[] = [];
  for (let i = 0; i < intervals.length; i += 2) {
    const from = Math.max(start, intervals[i] ?? 0);
    const to = Math.min(end, intervals[i + 1] ?? 0);
    if (from < to) within.push(from, to);
  }
  return within;
}

/** What of the first lies in none of the others. */
export function subtract(intervals: Intervals, others: Intervals): Intervals {
  if (others.length === 0) return intervals;
  const left: number[] = [];
  let next = 0;
  for (let i = 0; i < intervals.length; i += 2) {
    let from = intervals[i] ?? 0;
    const to = intervals[i + 1] ?? 0;
    while (next < others.length && (others[next + 1] ?? 0) <= from) next += 2;
    for (let other = next; other < others.length && (others[other] ?? 0) < to; other += 2) {
      if (from < (others[other] ?? 0)) left.push(from, others[other] ?? 0);
      from = Math.max(from, others[other + 1] ?? 0);
    }
    if (from < to) left.push(from, to);
  }
  return left;
}

export function lengthOf(intervals: Intervals): number {
  let length = 0;
  for (let i = 0; i < intervals.length; i += 2) length += (intervals[i + 1] ?? 0) - (intervals[i] ?? 0);
  return length;
}

/** Spans in pre-order of their tree; times in one unit. */
export interface SpanTimes {
  readonly count: number;
  readonly start: Float64Array;
  readonly durations: Float64Array;
  /** Number of spans below, at any depth. */
  readonly descendants: Uint32Array;
}

/**
 * When each span did not run, by its place in pre-order, and at the number of spans the trace as a whole; what was never held
 * is left out. A span is held while its own process is, and while one below it is, in whatever process, as it waits for that;
 * but not while another below it runs: it would have waited for that in any case. So none has run for less time than what is
 * within it.
 */
export function heldSpans(spans: SpanTimes, pausesOf: (span: number) => Intervals): ReadonlyMap<number, Intervals> {
  const held = new Map<number, Intervals>();
  // Backwards: those below come first.
  for (let span = spans.count - 1; span >= 0; span--) {
    const own = pausesOf(span);
    if (own.length === 0 && held.size === 0) continue;
    const [start, end] = timesOf(spans, span);
    const intervals = heldAbove(
      spans,
      span + 1,
      span + 1 + (spans.descendants[span] ?? 0),
      held,
      clip(own, start, end),
    );
    const within = clip(intervals, start, end);
    if (within.length > 0) held.set(span, within);
  }
  const whole = held.size === 0 ? NONE : heldAbove(spans, 0, spans.count, held, NONE);
  if (whole.length > 0) held.set(spans.count, whole);
  return held;
}

/** What is above the spans from `first` to `end`; `own`: what held it itself. */
function heldAbove(
  spans: SpanTimes,
  first: number,
  end: number,
  held: ReadonlyMap<number, Intervals>,
  own: Intervals,
): Intervals {
  const parts = own.length > 0 ? [own] : [];
  const below: number[] = [];
  for (let child = first; child < end; child += (spans.descendants[child] ?? 0) + 1) {
    below.push(child);
    const part = held.get(child);
    if (part !== undefined) parts.push(part);
  }
  const some = unite(parts);
  const from = some[0];
  const to = some.at(-1);
  if (from === undefined || to === undefined) return NONE;
  const running = below.flatMap((child) => {
    const [start, end] = timesOf(spans, child);
    const ran = start < to && end > from ? subtract([start, end], held.get(child) ?? NONE) : NONE;
    return ran.length > 0 ? [ran] : [];
  });
  return subtract(some, unite(running));
}

function timesOf({ start, durations }: SpanTimes, span: number): readonly [start: number, end: number] {
  const from = start[span] ?? 0;
  return [from, from + (durations[span] ?? 0)];
}
