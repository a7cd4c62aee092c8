// ExportTraceServiceRequest in protobuf to columns, in one pass and without an object a span.
// Shape: opentelemetry-proto, collector/trace/v1/trace_service.proto and trace/v1/trace.proto.

import { reasonOf } from '../../base/reason-of.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { HAS_EVENTS, type SpanBatch, STATUS_SHIFT } from '../../model/span-batch.ts';
import { walkProtobuf } from '../common/walk-protobuf.ts';
import { RequestCursor } from '../wire/request-cursor.ts';
import { skipField } from '../wire/skip-field.ts';

/** Field number and wire type, as they stand in one byte. */
const TAG = {
  traceId: 10,
  spanId: 18,
  parentSpanId: 34,
  name: 42,
  attributes: 74,
  kind: 48,
  start: 57,
  end: 65,
  events: 90,
  status: 122,
  statusCode: 24,
  deprecatedStatusCode: 8,
} as const;

const ERROR = 2;

/** Fills `batch` from the body. On an error the batch holds nothing of use and the reason is a phrase. */
export function decodeTraceProtobuf(bytes: Uint8Array, batch: SpanBatch): Result<void> {
  batch.reset(bytes, 'protobuf');
  try {
    const decoder = new SpanDecoder(bytes, batch);
    walkProtobuf(decoder.cursor, batch.groups, (end, group) => decoder.span(end, group));
    return ok(undefined);
  } catch (error) {
    batch.reset(bytes, 'protobuf');
    return fail(reasonOf(error));
  }
}

/** State of one pass; the position is in locals where it is hot. */
class SpanDecoder {
  readonly cursor: RequestCursor;
  readonly #batch: SpanBatch;

  constructor(bytes: Uint8Array, batch: SpanBatch) {
    this.cursor = new RequestCursor(bytes);
    this.#batch = batch;
  }

  span(end: number, group: number): void {
    const batch = this.#batch;
    const cursor = this.cursor;
    const { bytes, view } = cursor;
    const row = batch.count;
    if (row === batch.capacity) batch.grow();
    let p = cursor.position;
    batch.offset[row] = p;
    batch.length[row] = end - p;
    batch.group[row] = group;
    batch.parentId[row * 2] = 0;
    batch.parentId[row * 2 + 1] = 0;
    batch.nameLength[row] = 0;
    batch.startHigh[row] = 0;
    batch.startLow[row] = 0;
    batch.endHigh[row] = 0;
    batch.endLow[row] = 0;
    let hasTraceId = false;
    let hasSpanId = false;
    let kind = 0;
    let status = 0;
    let events = 0;
    while (p < end) {
      const tag = bytes[p++]!;
      switch (tag) {
        case TAG.traceId:
          hasTraceId = bytes[p] === 16;
          if (hasTraceId) {
            const at = row * 4;
            const a = view.getUint32(p + 1);
            const b = view.getUint32(p + 5);
            const c = view.getUint32(p + 9);
            const d = view.getUint32(p + 13);
            batch.traceId[at] = a;
            batch.traceId[at + 1] = b;
            batch.traceId[at + 2] = c;
            batch.traceId[at + 3] = d;
            hasTraceId = (a | b | c | d) !== 0;
            p += 17;
          } else p = skipField(bytes, p, tag, end);
          break;
        case TAG.spanId:
          hasSpanId = bytes[p] === 8;
          if (hasSpanId) {
            const high = view.getUint32(p + 1);
            const low = view.getUint32(p + 5);
            batch.spanId[row * 2] = high;
            batch.spanId[row * 2 + 1] = low;
            hasSpanId = (high | low) !== 0;
            p += 9;
          } else p = skipField(bytes, p, tag, end);
          break;
        case TAG.parentSpanId:
          if (bytes[p] === 8) {
            batch.parentId[row * 2] = view.getUint32(p + 1);
            batch.parentId[row * 2 + 1] = view.getUint32(p + 5);
            p += 9;
          } else {
            // Of several the last one counts, also where it is none.
            batch.parentId[row * 2] = 0;
            batch.parentId[row * 2 + 1] = 0;
            p = skipField(bytes, p, tag, end);
          }
          break;
        case TAG.name: {
          const length = bytes[p]!;
          if (length < 128) {
            batch.nameOffset[row] = p + 1;
            batch.nameLength[row] = length;
            p += length + 1;
          } else {
            cursor.position = p;
            const fieldEnd = cursor.lengthDelimited(end);
            batch.nameOffset[row] = cursor.position;
            batch.nameLength[row] = fieldEnd - cursor.position;
            p = fieldEnd;
          }
          break;
        }
        case TAG.kind:
          kind = smallNumber(bytes, p);
          p = skipField(bytes, p, tag, end);
          break;
        case TAG.start:
          batch.startLow[row] = view.getUint32(p, true);
          batch.startHigh[row] = view.getUint32(p + 4, true);
          p += 8;
          break;
        case TAG.end:
          batch.endLow[row] = view.getUint32(p, true);
          batch.endHigh[row] = view.getUint32(p + 4, true);
          p += 8;
          break;
        case TAG.events:
          events = HAS_EVENTS;
          p = skipField(bytes, p, tag, end);
          break;
        case TAG.status: {
          cursor.position = p;
          const statusEnd = cursor.lengthDelimited(end);
          status = statusCode(bytes, cursor.position, statusEnd, status);
          p = statusEnd;
          break;
        }
        case TAG.attributes:
          p = skipAttributes(bytes, p, end);
          break;
        default:
          p = skipField(bytes, p, tag, end);
      }
    }
    if (p !== end) throw new RangeError('a span ends in the middle of a field');
    cursor.position = p;
    if (!hasTraceId || !hasSpanId) {
      batch.rejected++;
      return;
    }
    // Numbers that the specification does not know are shown as unspecified and unset.
    batch.kindStatus[row] = (kind > 5 ? 0 : kind) | (status << STATUS_SHIFT) | events;
    batch.count = row + 1;
  }
}

/** A sender of before the code had its field says just in the older one that something failed. */
function statusCode(bytes: Uint8Array, offset: number, end: number, previous: number): number {
  let p = offset;
  let code = previous;
  let hasFailed = false;
  while (p < end) {
    const tag = bytes[p++]!;
    if (tag === TAG.statusCode) {
      const known = smallNumber(bytes, p);
      code = known > ERROR ? 0 : known;
    } else if (tag === TAG.deprecatedStatusCode) hasFailed = smallNumber(bytes, p) !== 0;
    p = skipField(bytes, p, tag, end);
  }
  return code === 0 && hasFailed ? ERROR : code;
}

/** A varint of few bits, also where it was written with more bytes than it takes; what is larger is more than any enum knows. */
function smallNumber(bytes: Uint8Array, position: number): number {
  let value = bytes[position]!;
  if (value < 128) return value;
  value &= 127;
  for (let p = position + 1, scale = 128; ; p++, scale *= 128) {
    const byte = bytes[p];
    if (byte === undefined || scale > 2 ** 63) return Number.MAX_SAFE_INTEGER;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

/**
 * Past an attribute and those that come right after it: most of a span's bytes, so they have a loop of their own.
 * One that is longer than its span leads past `end`, where the span is found to be malformed.
 */
function skipAttributes(bytes: Uint8Array, position: number, end: number): number {
  let p = position;
  for (;;) {
    const length = bytes[p]!;
    p = length < 128 ? p + 1 + length : skipField(bytes, p, TAG.attributes, end);
    if (p >= end || bytes[p] !== TAG.attributes) return p;
    p++;
  }
}
