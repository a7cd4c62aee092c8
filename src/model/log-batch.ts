// The log records of one request as columns: what a decoder fills and the store takes. Reused from request to request.

import type { BatchGroup } from './batch-group.ts';
import { type Column, widen } from './columns.ts';
import type { Encoding } from './span-batch.ts';

/** Words and times as in SpanBatch. */
export class LogBatch {
  encoding: Encoding = 'protobuf';
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  capacity = 0;
  /** The event's time, or when it was observed where that is not known. */
  timeHigh: Column = new Uint32Array(0);
  timeLow: Column = new Uint32Array(0);
  /** Four words a record; zero for none. */
  traceId: Column = new Uint32Array(0);
  /** Two words a record; zero for none. */
  spanId: Column = new Uint32Array(0);
  /** Range of the whole record. */
  offset: Column = new Uint32Array(0);
  length: Column = new Uint32Array(0);
  group: Column = new Uint32Array(0);
  /** SeverityNumber; 0 for none. */
  severity: Column = new Uint32Array(0);
  readonly groups: BatchGroup[] = [];

  reset(bytes: Uint8Array, encoding: Encoding): void {
    this.bytes = bytes;
    this.encoding = encoding;
    this.count = 0;
    this.groups.length = 0;
  }

  /** Of a record that comes next: its number. */
  next(): number {
    if (this.count === this.capacity) this.#grow();
    return this.count++;
  }

  #grow(): void {
    const capacity = Math.max(256, this.capacity * 2);
    this.timeHigh = widen(this.timeHigh, capacity);
    this.timeLow = widen(this.timeLow, capacity);
    this.traceId = widen(this.traceId, capacity * 4);
    this.spanId = widen(this.spanId, capacity * 2);
    this.offset = widen(this.offset, capacity);
    this.length = widen(this.length, capacity);
    this.group = widen(this.group, capacity);
    this.severity = widen(this.severity, capacity);
    this.capacity = capacity;
  }
}
