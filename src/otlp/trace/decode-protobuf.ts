// ExportTraceServiceRequest in protobuf to columns, in one pass and without an object a span.
// Shape: opentelemetry-proto, collector/trace/v1/trace_service.proto and trace/v1/trace.proto.

import { fail, ok, type Result } from '../../base/result.ts';
import { HAS_EVENTS, type SpanBatch, type SpanGroup, STATUS_SHIFT } from '../../model/span-batch.ts';

/** Field number and wire type, as they stand in one byte. */
const TAG = {
  resourceSpans: 10,
  resource: 10,
  scopeSpans: 18,
  scope: 10,
  span: 18,
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
} as const;

/** Fills `batch` from the body. On an error the batch holds nothing of use and the reason is a phrase. */
export function decodeTraceProtobuf(bytes: Uint8Array, batch: SpanBatch): Result<void> {
  batch.reset(bytes, 'protobuf');
  try {
    new RequestDecoder(bytes, batch).request();
    return ok(undefined);
  } catch (error) {
    batch.reset(bytes, 'protobuf');
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** State of one pass; the position lives in a field, and in locals where it is hot. */
class RequestDecoder {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #batch: SpanBatch;
  #position = 0;

  constructor(bytes: Uint8Array, batch: SpanBatch) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#batch = batch;
  }

  request(): void {
    const end = this.#bytes.length;
    while (this.#position < end) {
      const tag = this.#bytes[this.#position++]!;
      if (tag === TAG.resourceSpans) this.#resourceSpans(this.#lengthDelimited(end));
      else this.#position = skip(this.#bytes, this.#position, tag, end);
    }
  }

  /** Reads a length and answers with where its field ends. */
  #lengthDelimited(outer: number): number {
    const bytes = this.#bytes;
    let p = this.#position;
    let length = bytes[p++]!;
    if (length >= 128) {
      length &= 127;
      let scale = 128;
      let byte: number;
      do {
        byte = bytes[p++]!;
        length += (byte & 127) * scale;
        scale *= 128;
      } while (byte >= 128);
    }
    this.#position = p;
    // Written so that a length read past the end of the bytes (NaN) fails as well.
    if (!(p + length <= outer)) throw new RangeError('a field ends after its message');
    return p + length;
  }

  #resourceSpans(end: number): void {
    const firstGroup = this.#batch.groups.length;
    let resourceOffset = 0;
    let resourceLength = 0;
    while (this.#position < end) {
      const tag = this.#bytes[this.#position++]!;
      if (tag === TAG.resource) {
        const fieldEnd = this.#lengthDelimited(end);
        resourceOffset = this.#position;
        resourceLength = fieldEnd - this.#position;
        this.#position = fieldEnd;
      } else if (tag === TAG.scopeSpans) this.#scopeSpans(this.#lengthDelimited(end));
      else this.#position = skip(this.#bytes, this.#position, tag, end);
    }
    // A resource may come after the spans that it describes: fields have no order on the wire.
    for (let i = firstGroup; i < this.#batch.groups.length; i++) {
      const group = this.#batch.groups[i]!;
      group.resourceOffset = resourceOffset;
      group.resourceLength = resourceLength;
    }
  }

  #scopeSpans(end: number): void {
    const group: SpanGroup = { resourceOffset: 0, resourceLength: 0, scopeOffset: 0, scopeLength: 0 };
    const index = this.#batch.groups.push(group) - 1;
    while (this.#position < end) {
      const tag = this.#bytes[this.#position++]!;
      if (tag === TAG.span) this.#span(this.#lengthDelimited(end), index);
      else if (tag === TAG.scope) {
        const fieldEnd = this.#lengthDelimited(end);
        group.scopeOffset = this.#position;
        group.scopeLength = fieldEnd - this.#position;
        this.#position = fieldEnd;
      } else this.#position = skip(this.#bytes, this.#position, tag, end);
    }
  }

  #span(end: number, group: number): void {
    const batch = this.#batch;
    const bytes = this.#bytes;
    const view = this.#view;
    const row = batch.count;
    if (row === batch.capacity) batch.grow();
    let p = this.#position;
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
          } else p = skip(bytes, p, tag, end);
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
          } else p = skip(bytes, p, tag, end);
          break;
        case TAG.parentSpanId:
          if (bytes[p] === 8) {
            batch.parentId[row * 2] = view.getUint32(p + 1);
            batch.parentId[row * 2 + 1] = view.getUint32(p + 5);
            p += 9;
          } else p = skip(bytes, p, tag, end);
          break;
        case TAG.name: {
          const length = bytes[p]!;
          if (length < 128) {
            batch.nameOffset[row] = p + 1;
            batch.nameLength[row] = length;
            p += length + 1;
          } else {
            this.#position = p;
            const fieldEnd = this.#lengthDelimited(end);
            batch.nameOffset[row] = this.#position;
            batch.nameLength[row] = fieldEnd - this.#position;
            p = fieldEnd;
          }
          break;
        }
        case TAG.kind:
          kind = bytes[p]!;
          p = skip(bytes, p, tag, end);
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
          p = skip(bytes, p, tag, end);
          break;
        case TAG.status: {
          this.#position = p;
          const statusEnd = this.#lengthDelimited(end);
          status = statusCode(bytes, this.#position, statusEnd, status);
          p = statusEnd;
          break;
        }
        case TAG.attributes:
          p = skipAttributes(bytes, p, end);
          break;
        default:
          p = skip(bytes, p, tag, end);
      }
    }
    if (p !== end) throw new RangeError('a span ends in the middle of a field');
    this.#position = p;
    if (!hasTraceId || !hasSpanId) {
      batch.rejected++;
      return;
    }
    // Numbers that the specification does not know are shown as unspecified and unset.
    batch.kindStatus[row] = (kind > 5 ? 0 : kind) | (status << STATUS_SHIFT) | events;
    batch.count = row + 1;
  }
}

function statusCode(bytes: Uint8Array, offset: number, end: number, previous: number): number {
  let p = offset;
  let code = previous;
  while (p < end) {
    const tag = bytes[p++]!;
    if (tag === TAG.statusCode) code = bytes[p]! > 2 ? 0 : bytes[p]!;
    p = skip(bytes, p, tag, end);
  }
  return code;
}

/**
 * Past an attribute and those that come right after it: most of a span's bytes, so they have a loop of their own.
 * One that is longer than its span leads past `end`, where the span is found to be malformed.
 */
function skipAttributes(bytes: Uint8Array, position: number, end: number): number {
  let p = position;
  for (;;) {
    const length = bytes[p]!;
    p = length < 128 ? p + 1 + length : skip(bytes, p, TAG.attributes, end);
    if (p >= end || bytes[p] !== TAG.attributes) return p;
    p++;
  }
}

/** Past a field of any kind. `tag` is the first byte of the tag, which may go on. */
function skip(bytes: Uint8Array, position: number, tag: number, end: number): number {
  let p = position;
  if (tag >= 128) while (p < end && bytes[p++]! >= 128);
  switch (tag & 7) {
    case 0:
      while (p < end && bytes[p]! >= 128) p++;
      p++;
      break;
    case 1:
      p += 8;
      break;
    case 2: {
      let length = 0;
      let scale = 1;
      let byte: number;
      do {
        byte = bytes[p++]!;
        length += (byte & 127) * scale;
        scale *= 128;
      } while (byte >= 128 && p < end);
      p += length;
      break;
    }
    case 5:
      p += 4;
      break;
    default:
      throw new RangeError(`wire type ${tag & 7} is not known`);
  }
  if (!(p <= end)) throw new RangeError('a field ends after its message');
  return p;
}
