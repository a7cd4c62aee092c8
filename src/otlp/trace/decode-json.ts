// ExportTraceServiceRequest in JSON to columns: the bytes are scanned, not parsed to objects.
// Mapping: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (ids in hex, enums as numbers, 64-bit as text).

import { reasonOf } from '../../base/reason-of.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { SPAN_KINDS, STATUS_CODES } from '../../model/span.ts';
import { HAS_EVENTS, type SpanBatch, STATUS_SHIFT } from '../../model/span-batch.ts';
import { walkJson } from '../common/walk-json.ts';
import { readJsonEnum, readJsonFixed64, readJsonId, readJsonNumber, type Words } from '../wire/json-fields.ts';
import { JsonScanner } from '../wire/json-scanner.ts';
import { SPAN_LISTS } from './span-lists.ts';

/** Fills `batch` from the body. On an error the batch holds nothing of use and the reason is a phrase. */
export function decodeTraceJson(bytes: Uint8Array, batch: SpanBatch): Result<void> {
  batch.reset(bytes, 'json');
  try {
    const decoder = new SpanDecoder(bytes, batch);
    walkJson(decoder.scan, batch.groups, SPAN_LISTS, (group) => decoder.span(group));
    return ok(undefined);
  } catch (error) {
    batch.reset(bytes, 'json');
    return fail(reasonOf(error));
  }
}

class SpanDecoder {
  readonly scan: JsonScanner;
  readonly #batch: SpanBatch;
  readonly #nanos: Words = { high: 0, low: 0 };

  constructor(bytes: Uint8Array, batch: SpanBatch) {
    this.scan = new JsonScanner(bytes);
    this.#batch = batch;
  }

  span(group: number): void {
    const scan = this.scan;
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
      switch (scan.keyLength) {
        case 4:
          if (scan.is('name')) return this.#name(row);
          if (scan.is('kind')) {
            kind = readJsonEnum(scan, SPAN_KINDS, 'SPAN_KIND_');
            return;
          }
          break;
        case 6:
          if (scan.is('spanId')) {
            hasSpanId = readJsonId(scan, batch.spanId, row * 2, 2);
            return;
          }
          if (scan.is('status') && scan.startsObject()) {
            status = this.#status();
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
          if (scan.is('traceId')) hasTraceId = readJsonId(scan, batch.traceId, row * 4, 4);
          else hasSpanId = readJsonId(scan, batch.spanId, row * 2, 2);
          return;
        case 8:
          if (!scan.is('trace_id')) break;
          hasTraceId = readJsonId(scan, batch.traceId, row * 4, 4);
          return;
        case 12:
        case 14:
          if (!scan.is('parentSpanId') && !scan.is('parent_span_id')) break;
          readJsonId(scan, batch.parentId, row * 2, 2);
          return;
        case 15:
        case 18:
          if (!scan.is('endTimeUnixNano') && !scan.is('end_time_unix_nano')) break;
          readJsonFixed64(scan, this.#nanos);
          batch.endHigh[row] = this.#nanos.high;
          batch.endLow[row] = this.#nanos.low;
          return;
        case 17:
        case 20:
          if (!scan.is('startTimeUnixNano') && !scan.is('start_time_unix_nano')) break;
          readJsonFixed64(scan, this.#nanos);
          batch.startHigh[row] = this.#nanos.high;
          batch.startLow[row] = this.#nanos.low;
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

  /** A sender of before the code had its field says just in the older one that something failed. */
  #status(): number {
    const { scan } = this;
    let code = 0;
    let hasFailed = false;
    scan.object(() => {
      if (scan.is('code')) code = readJsonEnum(scan, STATUS_CODES, 'STATUS_CODE_');
      else if (scan.is('deprecatedCode') || scan.is('deprecated_code')) hasFailed = readJsonNumber(scan) !== 0;
      else scan.skip();
    });
    return code === 0 && hasFailed ? STATUS_CODES.indexOf('error') : code;
  }

  #name(row: number): void {
    const scan = this.scan;
    if (!scan.startsString()) {
      scan.skip();
      return;
    }
    scan.string();
    if (scan.escaped) this.#batch.escapedNames.set(row, scan.text());
    this.#batch.nameOffset[row] = scan.textStart;
    this.#batch.nameLength[row] = scan.textEnd - scan.textStart;
  }
}
