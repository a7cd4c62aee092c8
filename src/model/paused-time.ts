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
 * When each span did not run, by its place in pre-order; spans that were never held are left out. A span is held while its
 * own process is, and while a span below it is, in whatever process: it waits for it.
 */
export function heldSpans(spans: SpanTimes, pausesOf: (span: number) => Intervals): ReadonlyMap<number, Intervals> {
  const held = new Map<number, Intervals>();
  // Backwards: those below come first.
  for (let span = spans.count - 1; span >= 0; span--) {
    const start = spans.start[span] ?? 0;
    const end = start + (spans.durations[span] ?? 0);
    const parts = [pausesOf(span)];
    const last = span + (spans.descendants[span] ?? 0);
    for (let child = span + 1; held.size > 0 && child <= last; child += (spans.descendants[child] ?? 0) + 1) {
      const below = held.get(child);
      if (below !== undefined) parts.push(below);
    }
    const intervals = clip(unite(parts.filter((part) => part.length > 0)), start, end);
    if (intervals.length > 0) held.set(span, intervals);
  }
  return held;
}
