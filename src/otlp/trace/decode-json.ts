// ExportTraceServiceRequest in JSON to columns: the bytes are scanned, not parsed to objects.
// Mapping: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (ids in hex, enums as numbers, 64-bit as text).

import { fail, ok, type Result } from '../../base/result.ts';
import { SPAN_KINDS, STATUS_CODES } from '../../model/span.ts';
import { HAS_EVENTS, type SpanBatch, type SpanGroup, STATUS_SHIFT } from '../../model/span-batch.ts';
import { JsonScanner } from '../wire/json-scanner.ts';

/** Fills `batch` from the body. On an error the batch holds nothing of use and the reason is a phrase. */
export function decodeTraceJson(bytes: Uint8Array, batch: SpanBatch): Result<void> {
  batch.reset(bytes, 'json');
  try {
    const decoder = new RequestDecoder(new JsonScanner(bytes), batch);
    decoder.request();
    return ok(undefined);
  } catch (error) {
    batch.reset(bytes, 'json');
    return fail(error instanceof Error ? error.message : String(error));
  }
}

class RequestDecoder {
  readonly #scan: JsonScanner;
  readonly #batch: SpanBatch;
  #high = 0;
  #low = 0;

  constructor(scan: JsonScanner, batch: SpanBatch) {
    this.#scan = scan;
    this.#batch = batch;
  }

  request(): void {
    const scan = this.#scan;
    scan.object(() => {
      if ((scan.is('resourceSpans') || scan.is('resource_spans')) && scan.startsArray())
        scan.array(() => this.#resourceSpans());
      else scan.skip();
    });
    scan.end();
  }

  #resourceSpans(): void {
    const scan = this.#scan;
    const { groups } = this.#batch;
    const firstGroup = groups.length;
    let resourceOffset = 0;
    let resourceLength = 0;
    scan.object(() => {
      if (scan.is('resource')) {
        resourceOffset = scan.position;
        scan.skip();
        resourceLength = scan.position - resourceOffset;
      } else if ((scan.is('scopeSpans') || scan.is('scope_spans')) && scan.startsArray())
        scan.array(() => this.#scopeSpans());
      else scan.skip();
    });
    for (let i = firstGroup; i < groups.length; i++) {
      const group = groups[i]!;
      group.resourceOffset = resourceOffset;
      group.resourceLength = resourceLength;
    }
  }

  #scopeSpans(): void {
    const scan = this.#scan;
    const group: SpanGroup = { resourceOffset: 0, resourceLength: 0, scopeOffset: 0, scopeLength: 0 };
    const index = this.#batch.groups.push(group) - 1;
    scan.object(() => {
      if (scan.is('spans') && scan.startsArray()) scan.array(() => this.#span(index));
      else if (scan.is('scope')) {
        group.scopeOffset = scan.position;
        scan.skip();
        group.scopeLength = scan.position - group.scopeOffset;
      } else scan.skip();
    });
  }

  #span(group: number): void {
    const scan = this.#scan;
    const batch = this.#batch;
    const row = batch.count;
    if (row === batch.capacity) batch.grow();
    const offset = scan.position;
    batch.offset[row] = offset;
    batch.group[row] = group;
    batch.parentId[row * 2] = 0;
    batch.parentId[row * 2 + 1] = 0;
    batch.nameLength[row] = 0;
    batch.startHigh[row] = 0;
    batch.startLow[row] = 0;
    batch.endHigh[row] = 0;
    batch.endLow[row] = 0;
    batch.escapedNames.delete(row);
    let hasTraceId = false;
    let hasSpanId = false;
    let kind = 0;
    let status = 0;
    let events = 0;
    scan.object(() => {
      switch (scan.textEnd - scan.textStart) {
        case 4:
          if (scan.is('name')) return this.#name(row);
          if (scan.is('kind')) {
            kind = this.#enumeration(SPAN_KINDS, 'SPAN_KIND_');
            return;
          }
          break;
        case 6:
          if (scan.is('spanId')) {
            hasSpanId = this.#id(batch.spanId, row * 2, 2);
            return;
          }
          if (scan.is('status') && scan.startsObject()) {
            scan.object(() => {
              if (scan.is('code')) status = this.#enumeration(STATUS_CODES, 'STATUS_CODE_');
              else scan.skip();
            });
            return;
          }
          if (scan.is('events') && scan.startsArray()) {
            scan.array(() => {
              events = HAS_EVENTS;
              scan.skip();
            });
            return;
          }
          break;
        case 7:
          if (!scan.is('traceId') && !scan.is('span_id')) break;
          if (scan.is('traceId')) hasTraceId = this.#id(batch.traceId, row * 4, 4);
          else hasSpanId = this.#id(batch.spanId, row * 2, 2);
          return;
        case 8:
          if (!scan.is('trace_id')) break;
          hasTraceId = this.#id(batch.traceId, row * 4, 4);
          return;
        case 12:
        case 14:
          if (!scan.is('parentSpanId') && !scan.is('parent_span_id')) break;
          this.#id(batch.parentId, row * 2, 2);
          return;
        case 15:
        case 18:
          if (!scan.is('endTimeUnixNano') && !scan.is('end_time_unix_nano')) break;
          this.#nanoseconds();
          batch.endHigh[row] = this.#high;
          batch.endLow[row] = this.#low;
          return;
        case 17:
        case 20:
          if (!scan.is('startTimeUnixNano') && !scan.is('start_time_unix_nano')) break;
          this.#nanoseconds();
          batch.startHigh[row] = this.#high;
          batch.startLow[row] = this.#low;
          return;
      }
      scan.skip();
    });
    batch.length[row] = scan.position - offset;
    if (!hasTraceId || !hasSpanId) {
      batch.rejected++;
      return;
    }
    batch.kindStatus[row] = kind | (status << STATUS_SHIFT) | events;
    batch.count = row + 1;
  }

  #name(row: number): void {
    const scan = this.#scan;
    if (!scan.startsString()) {
      scan.skip();
      return;
    }
    scan.string();
    if (scan.escaped) this.#batch.escapedNames.set(row, scan.text());
    this.#batch.nameOffset[row] = scan.textStart;
    this.#batch.nameLength[row] = scan.textEnd - scan.textStart;
  }

  /** Whether a valid identifier was read; an absent, empty, malformed or zero one is none. */
  #id(column: Uint32Array, at: number, words: number): boolean {
    const scan = this.#scan;
    column.fill(0, at, at + words);
    if (!scan.startsString()) {
      scan.skip();
      return false;
    }
    scan.string();
    if (scan.textEnd - scan.textStart !== words * 8) return false;
    let any = 0;
    for (let i = 0; i < words; i++) {
      const word = scan.hexWord(i * 8);
      if (Number.isNaN(word)) {
        column.fill(0, at, at + words);
        return false;
      }
      column[at + i] = word;
      any |= word;
    }
    return any !== 0;
  }

  /** Index of the member, given as a number or by its name; 0 for what is not known. */
  #enumeration(members: readonly string[], prefix: string): number {
    const scan = this.#scan;
    if (scan.startsString()) {
      scan.string();
      const text = scan.text();
      const index = text.startsWith(prefix) ? members.indexOf(text.slice(prefix.length).toLowerCase()) : Number(text);
      return members[index] === undefined ? 0 : index;
    }
    const from = scan.position;
    scan.skip();
    const digit = scan.position - from === 1 ? scan.bytes[from]! - 48 : 0;
    return members[digit] === undefined ? 0 : digit;
  }

  /** Decimal digits, quoted or bare, to two words; anything else is zero. */
  #nanoseconds(): void {
    const scan = this.#scan;
    let from = scan.position;
    let to: number;
    if (scan.startsString()) {
      scan.string();
      from = scan.textStart;
      to = scan.textEnd;
    } else {
      from = scan.position;
      scan.skip();
      to = scan.position;
    }
    const { bytes } = scan;
    this.#high = 0;
    this.#low = 0;
    if (to - from > 20) return;
    // Two decimal halves stay exact below 2^53; joining them in base 2^32 does too, as 1e9 * 2^32 < 2^63 is split again.
    let seconds = 0;
    let nanos = 0;
    const cut = Math.max(from, to - 9);
    for (let p = from; p < to; p++) {
      const digit = bytes[p]! - 48;
      if (digit < 0 || digit > 9) return;
      if (p < cut) seconds = seconds * 10 + digit;
      else nanos = nanos * 10 + digit;
    }
    const secondsHigh = Math.floor(seconds / 65536);
    const secondsLow = seconds % 65536;
    const lowPart = secondsLow * 1e9 + nanos;
    const middle = secondsHigh * 1e9 + Math.floor(lowPart / 65536);
    this.#low = ((middle % 65536) * 65536 + (lowPart % 65536)) >>> 0;
    this.#high = Math.floor(middle / 65536) >>> 0;
  }
}
