// The spans of one request as columns: what a decoder fills and the store takes. Reused from request to request.

import type { BatchGroup } from './batch-group.ts';

export type Encoding = 'protobuf' | 'json';

/** Bits of `SpanBatch.kindStatus`: kind in the lowest three, status in the next two. */
export const STATUS_SHIFT = 3;
export const HAS_EVENTS = 32;
/** It has started and not ended; only a spool tells of such, and its end says nothing. */
export const OPEN = 64;
/** Its process ended before it did; its end is that process' last sign of life. */
export const CUT_OFF = 128;

/** Of `SpanBatch.kindStatus`. */
export function isErrorStatus(kindStatus: number): boolean {
  return ((kindStatus >> STATUS_SHIFT) & 3) === 2;
}

/**
 * Identifiers are words of 32 bits in big-endian order of the identifier's bytes; times are unsigned 64-bit nanoseconds
 * in two words; ranges are offsets into `bytes`. Nothing is copied out of the request.
 */
export class SpanBatch {
  encoding: Encoding = 'protobuf';
  bytes: Uint8Array = new Uint8Array(0);
  /** Spans in the columns. */
  count = 0;
  /** Spans that were left out because their identifiers are not valid. */
  rejected = 0;
  capacity = 0;
  /** Four words a span. */
  traceId = new Uint32Array(0);
  /** Two words a span. */
  spanId = new Uint32Array(0);
  /** Two words a span; zero for none. */
  parentId = new Uint32Array(0);
  startHigh = new Uint32Array(0);
  startLow = new Uint32Array(0);
  endHigh = new Uint32Array(0);
  endLow = new Uint32Array(0);
  nameOffset = new Uint32Array(0);
  nameLength = new Uint32Array(0);
  /** Range of the whole span. */
  offset = new Uint32Array(0);
  length = new Uint32Array(0);
  /** Index into `groups`. */
  group = new Uint32Array(0);
  kindStatus = new Uint8Array(0);
  /** Of all spans of the batch: OPEN, CUT_OFF, or 0 where they have ended. */
  unfinished: 0 | typeof OPEN | typeof CUT_OFF = 0;
  /** By row: the store's row of the same span as it was before, which this one takes the place of. */
  readonly replaced = new Map<number, number>();
  /** Names that are not in the bytes as they read (JSON escapes), by row. */
  readonly escapedNames = new Map<number, string>();
  readonly groups: BatchGroup[] = [];
  /** By group: who made its spans, where a spool tells it. */
  readonly processes = new Map<number, SpanProcess>();

  reset(bytes: Uint8Array, encoding: Encoding): void {
    this.bytes = bytes;
    this.encoding = encoding;
    this.count = 0;
    this.rejected = 0;
    this.unfinished = 0;
    this.replaced.clear();
    this.escapedNames.clear();
    this.groups.length = 0;
    this.processes.clear();
    if (this.capacity === 0) this.grow();
  }

  /** Doubles the columns; called when `count` has reached `capacity`. */
  grow(): void {
    const capacity = this.capacity === 0 ? 1024 : this.capacity * 2;
    const wider = (column: Uint32Array, words = 1) => {
      const next = new Uint32Array(capacity * words);
      next.set(column);
      return next;
    };
    this.traceId = wider(this.traceId, 4);
    this.spanId = wider(this.spanId, 2);
    this.parentId = wider(this.parentId, 2);
    this.startHigh = wider(this.startHigh);
    this.startLow = wider(this.startLow);
    this.endHigh = wider(this.endHigh);
    this.endLow = wider(this.endLow);
    this.nameOffset = wider(this.nameOffset);
    this.nameLength = wider(this.nameLength);
    this.offset = wider(this.offset);
    this.length = wider(this.length);
    this.group = wider(this.group);
    const kindStatus = new Uint8Array(capacity);
    kindStatus.set(this.kindStatus);
    this.kindStatus = kindStatus;
    this.capacity = capacity;
  }
}

export interface SpanProcess {
  readonly pid: number;
  readonly thread: number;
}

/** Of the spans in the columns. */
export function countErrors({ kindStatus, count }: SpanBatch): number {
  let errors = 0;
  for (let i = 0; i < count; i++) if (isErrorStatus(kindStatus[i] ?? 0)) errors++;
  return errors;
}
