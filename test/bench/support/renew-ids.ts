// Turns requests of createShopRequests into new ones in place: other trace and span ids, all else as before.
import { SpanBatch } from '../../../src/model/span-batch.ts';
import { decodeTraceProtobuf } from '../../../src/otlp/trace/decode-protobuf.ts';

/** A request, and where each id's last four bytes stand in it. */
export interface RenewableRequest {
  readonly bytes: Uint8Array;
  readonly ids: Uint32Array;
}

/** protobufjs writes fields in the order of their numbers: a span begins with its trace id, its own, its parent's. */
const TRACE_ID = 2;
const SPAN_ID = 20;
const PARENT_TAG = 28;
const PARENT_ID = 30;

export function toRenewable(bytes: Uint8Array): RenewableRequest {
  const batch = new SpanBatch();
  const decoded = decodeTraceProtobuf(bytes, batch);
  if (!decoded.ok) throw new Error(decoded.error);
  const ids = [...batch.offset.subarray(0, batch.count)].flatMap((span) => [
    span + TRACE_ID + 12,
    span + SPAN_ID + 4,
    ...(bytes[span + PARENT_TAG] === 34 ? [span + PARENT_ID + 4] : []),
  ]);
  return { bytes, ids: Uint32Array.from(ids) };
}

/** `pass` counts up from 1. Every id of a request changes alike, so that parents are still found. */
export function renewIds({ bytes, ids }: RenewableRequest, pass: number): void {
  const change = pass ^ (pass - 1);
  for (const at of ids) {
    bytes[at] = (bytes[at] ?? 0) ^ change;
    bytes[at + 1] = (bytes[at + 1] ?? 0) ^ (change >> 8);
  }
}
