// The points of one request's metrics as columns: what a decoder fills and the store takes. Reused from request to request.

import type { BatchGroup } from './batch-group.ts';
import { type Column, widen } from './columns.ts';
import type { Metric } from './metric.ts';
import type { Encoding } from './span-batch.ts';

export interface BatchMetric {
  readonly metric: Metric;
  /** Index into `groups`. */
  readonly group: number;
}

/** Words and times as in SpanBatch. */
export class PointBatch {
  encoding: Encoding = 'protobuf';
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  /** Points that were left out: of metrics without a kind that is known. */
  rejected = 0;
  capacity = 0;
  timeHigh: Column = new Uint32Array(0);
  timeLow: Column = new Uint32Array(0);
  /** Range of the whole point. */
  offset: Column = new Uint32Array(0);
  length: Column = new Uint32Array(0);
  /** Index into `metrics`. */
  metric: Column = new Uint32Array(0);
  readonly groups: BatchGroup[] = [];
  readonly metrics: BatchMetric[] = [];

  reset(bytes: Uint8Array, encoding: Encoding): void {
    this.bytes = bytes;
    this.encoding = encoding;
    this.count = 0;
    this.rejected = 0;
    this.groups.length = 0;
    this.metrics.length = 0;
  }

  /** Of a point that comes next: its number. */
  next(): number {
    if (this.count === this.capacity) this.#grow();
    return this.count++;
  }

  #grow(): void {
    const capacity = Math.max(256, this.capacity * 2);
    this.timeHigh = widen(this.timeHigh, capacity);
    this.timeLow = widen(this.timeLow, capacity);
    this.offset = widen(this.offset, capacity);
    this.length = widen(this.length, capacity);
    this.metric = widen(this.metric, capacity);
    this.capacity = capacity;
  }
}
