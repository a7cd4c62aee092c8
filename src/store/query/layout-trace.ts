// A trace out of the columns, as its tree reads from top to bottom.

import { toHeldTimes } from '../../model/held-times.ts';
import type { TraceId } from '../../model/ids.ts';
import { HAS_EVENTS } from '../../model/span-batch.ts';
import { SPAN_FLAG, type TraceLayout } from '../../model/trace-layout.ts';
import { indexInChunk } from '../columns/chunks.ts';
import { isErrorIn, stateIn } from '../columns/span-chunk.ts';
import type { SpanStore } from '../span-store.ts';
import { heldInTrace } from './held-in-trace.ts';
import { placeTrace } from './place-trace.ts';
import { endOf, findTrace, versionOf } from './trace-rows-of.ts';

const STATE_FLAG = { ended: 0, open: SPAN_FLAG.open, 'cut off': SPAN_FLAG.cutOff } as const;
const MAX_INDEX = 0xffff;

/** `now`: milliseconds since the Unix epoch, until which open spans last. */
export function layoutTrace(store: SpanStore, id: TraceId, now = Date.now()): TraceLayout | undefined {
  const trace = findTrace(store, id);
  if (trace === undefined) return undefined;
  const placed = placeTrace(store, trace, now);
  const { count, rows, tree, origin, start, durations, descendants } = placed;
  const names = createIndex();
  const services = createIndex();
  const layout = {
    name: new Uint32Array(count),
    key: new Uint32Array(count),
    depth: new Uint16Array(count),
    service: new Uint16Array(count),
    kind: new Uint8Array(count),
    flags: new Uint8Array(count),
  };
  for (let k = 0; k < count; k++) {
    const position = tree.order[k]!;
    const row = rows[k]!;
    const chunk = store.chunk(row)!;
    const i = indexInChunk(row);
    const kindStatus = chunk.kindStatus[i]!;
    layout.name[k] = names.of(chunk.name[i]!);
    layout.key[k] = store.firstRow(row);
    layout.depth[k] = tree.depth[position]!;
    layout.service[k] = Math.min(services.of(store.origins.service(chunk.origin[i]!)), MAX_INDEX);
    layout.kind[k] = kindStatus & 7;
    layout.flags[k] =
      (isErrorIn(chunk, i) ? SPAN_FLAG.error : 0) |
      (tree.orphan[position] === 1 ? SPAN_FLAG.orphan : 0) |
      (tree.cycle[position] === 1 ? SPAN_FLAG.cycle : 0) |
      ((kindStatus & HAS_EVENTS) !== 0 ? SPAN_FLAG.hasEvents : 0) |
      STATE_FLAG[stateIn(chunk, i)];
  }
  return {
    id,
    version: versionOf(store, trace),
    now,
    startTime: store.time.toUnixMilliseconds(origin),
    duration: endOf(store, trace, now) - origin,
    count,
    names: names.entries.map((entry) => store.nameText(entry)),
    services: services.entries.map((service) => store.origins.services[service] ?? ''),
    ...{ row: rows, start, durations, descendants },
    held: toHeldTimes(heldInTrace(store, trace, placed)),
    ...layout,
  };
}

/** Numbers of the store to small numbers of the trace, in order of first use. */
function createIndex() {
  const known = new Map<number, number>();
  const entries: number[] = [];
  const of = (entry: number): number => {
    const index = known.get(entry);
    if (index !== undefined) return index;
    known.set(entry, entries.length);
    return entries.push(entry) - 1;
  };
  return { entries, of };
}
