// When the spans of a trace were held by a debugger.

import { clip, heldSpans, type Intervals } from '../../model/paused-time.ts';
import { indexInChunk } from '../columns/chunks.ts';
import { makerOf } from '../span-maker.ts';
import type { SpanStore } from '../span-store.ts';
import type { PlacedTrace } from './place-trace.ts';
import { isNearPause, type Moments, momentsOf } from './trace-rows-of.ts';

const NONE: Intervals = [];

/** By place, and at the number of spans the trace as a whole; in nanoseconds from its start. */
export function heldInTrace(store: SpanStore, trace: number, placed: PlacedTrace): ReadonlyMap<number, Intervals> {
  if (!isNearPause(store, trace)) return new Map();
  const pauses = findPauses(store, placed, momentsOf(store, trace));
  return heldSpans(placed, (span) => pauses[span] ?? NONE);
}

/** Of the process of each span, by place. */
function findPauses(
  store: SpanStore,
  { rows, count, descendants, origin }: PlacedTrace,
  [from, to]: Moments,
): readonly Intervals[] {
  const known = new Map<number, Intervals | undefined>();
  const pausesOf = (originNumber: number): Intervals | undefined => {
    if (known.has(originNumber)) return known.get(originNumber);
    const maker = makerOf(store, originNumber);
    const pauses = toOffsets(store, clip(store.pauses.of(maker), from, to), origin);
    known.set(originNumber, maker.pid === undefined && pauses.length === 0 ? undefined : pauses);
    return known.get(originNumber);
  };
  const pauses: Intervals[] = [];
  /** Places of the spans above, and where what is below each of them ends. */
  const above: { readonly place: number; readonly service: number; readonly end: number }[] = [];
  for (let place = 0; place < count; place++) {
    while ((above.at(-1)?.end ?? Number.POSITIVE_INFINITY) <= place) above.pop();
    const row = rows[place]!;
    const number = store.chunk(row)!.origin[indexInChunk(row)]!;
    const service = store.origins.service(number);
    const parent = above.at(-1);
    // Of a process that is not known: that of the span above it, if it is of the same service.
    const inherited = parent?.service === service ? pauses[parent.place] : undefined;
    pauses.push(pausesOf(number) ?? inherited ?? NONE);
    above.push({ place, service, end: place + 1 + descendants[place]! });
  }
  return pauses;
}

function toOffsets({ time }: SpanStore, pauses: Intervals, origin: number): Intervals {
  return pauses.map((bound) => (Number.isFinite(bound) ? time.fromUnixMilliseconds(bound) - origin : bound));
}
