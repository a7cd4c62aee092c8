// Which spans a trace waited for: walking back from its end, always along the child that ended last before that moment.

import type { SpanTimes } from './paused-time.ts';

/** By place in pre-order: nanoseconds for which the whole trace waited for this span itself, and for none below it. */
export function criticalPath(times: SpanTimes): Float64Array {
  const { count, start, descendants } = times;
  const waited = new Float64Array(count);
  const roots: number[] = [];
  for (let place = 0; place < count; place += (descendants[place] ?? 0) + 1) roots.push(place);
  // Of several roots the trace is as long as all of them: what none covers nobody is waited for.
  const end = roots.reduce((latest, root) => Math.max(latest, endOf(times, root)), Number.NEGATIVE_INFINITY);
  const first = Number.NEGATIVE_INFINITY;
  const stack: Walk[] = [{ place: -1, from: first, moment: end, children: byEnd(times, roots), next: 0 }];
  for (let walk = stack.at(-1); walk !== undefined; walk = stack.at(-1)) {
    const { from } = walk;
    const child = walk.children[walk.next++];
    if (child === undefined) {
      if (walk.place >= 0) waited[walk.place] = (waited[walk.place] ?? 0) + Math.max(0, walk.moment - from);
      stack.pop();
      continue;
    }
    const begins = Math.max(from, start[child] ?? 0);
    // It began when something else was waited for already.
    if (begins >= walk.moment) continue;
    const ends = Math.min(walk.moment, endOf(times, child));
    if (ends <= begins) continue;
    if (walk.place >= 0) waited[walk.place] = (waited[walk.place] ?? 0) + (walk.moment - ends);
    walk.moment = begins;
    stack.push({ place: child, from: begins, moment: ends, children: byEnd(times, childrenOf(times, child)), next: 0 });
  }
  return waited;
}

interface Walk {
  /** -1 for what holds all roots. */
  readonly place: number;
  /** Nothing before this is waited for: of a child that claims to begin before its parent, the parent's start. */
  readonly from: number;
  /** Up to which it is not known yet what was waited for. */
  moment: number;
  /** Those that end last first. */
  readonly children: readonly number[];
  next: number;
}

function childrenOf({ descendants }: SpanTimes, place: number): number[] {
  const children: number[] = [];
  const end = place + (descendants[place] ?? 0);
  for (let child = place + 1; child <= end; child += (descendants[child] ?? 0) + 1) children.push(child);
  return children;
}

function byEnd(times: SpanTimes, places: number[]): readonly number[] {
  return places.length < 2 ? places : places.sort((a, b) => endOf(times, b) - endOf(times, a));
}

function endOf({ start, durations }: SpanTimes, place: number): number {
  return (start[place] ?? 0) + Math.max(0, durations[place] ?? 0);
}
