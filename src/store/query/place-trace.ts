// The spans of a trace in pre-order of its tree, with their times: what layouts and held times are made of.

import type { SpanTimes } from '../../model/paused-time.ts';
import { buildTraceTree, type TraceTree } from '../../model/trace-tree.ts';
import { indexInChunk } from '../columns/chunks.ts';
import { durationIn } from '../columns/span-chunk.ts';
import type { SpanStore } from '../span-store.ts';
import { rowsOf } from './trace-rows-of.ts';

/** By place; times in nanoseconds from `origin`, which is in the store's time. */
export interface PlacedTrace extends SpanTimes {
  readonly origin: number;
  readonly rows: Uint32Array;
  /** Its columns are by position: place k is position `tree.order[k]`. */
  readonly tree: TraceTree;
}

/** `now`: milliseconds since the Unix epoch, until which open spans last. */
export function placeTrace(store: SpanStore, trace: number, now: number): PlacedTrace {
  const arrived = rowsOf(store, trace);
  const count = arrived.length;
  const tree = buildTraceTree({ count, ...gather(store, arrived) });
  const origin = store.traces.start(trace);
  const nowOffset = store.time.fromUnixMilliseconds(now);
  const rows = new Uint32Array(count);
  const start = new Float64Array(count);
  const durations = new Float64Array(count);
  const descendants = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    const position = tree.order[k]!;
    const row = arrived[position]!;
    const chunk = store.chunk(row)!;
    const i = indexInChunk(row);
    rows[k] = row;
    start[k] = chunk.start[i]! - origin;
    durations[k] = durationIn(chunk, i, nowOffset);
    descendants[k] = tree.descendants[position]!;
  }
  return { origin, rows, tree, count, start, durations, descendants };
}

function gather(store: SpanStore, rows: Uint32Array) {
  const count = rows.length;
  const spanId = new Uint32Array(count * 2);
  const parentId = new Uint32Array(count * 2);
  const start = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const chunk = store.chunk(rows[k]!)!;
    const i = indexInChunk(rows[k]!);
    spanId[k * 2] = chunk.spanIdHigh[i]!;
    spanId[k * 2 + 1] = chunk.spanIdLow[i]!;
    parentId[k * 2] = chunk.parentIdHigh[i]!;
    parentId[k * 2 + 1] = chunk.parentIdLow[i]!;
    start[k] = chunk.start[i]!;
  }
  return { spanId, parentId, start };
}
