// An ExportLogsServiceRequest to columns, in whichever encoding it came.
// Shape: opentelemetry-proto, logs/v1/logs.proto.

import { reasonOf } from '../../base/reason-of.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { LogBatch } from '../../model/log-batch.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { listNames, walkJson } from '../common/walk-json.ts';
import { walkProtobuf } from '../common/walk-protobuf.ts';
import { readJsonEnum, readJsonFixed64, readJsonId, readJsonNumber, type Words } from '../wire/json-fields.ts';
import { JsonScanner } from '../wire/json-scanner.ts';
import { RequestCursor } from '../wire/request-cursor.ts';

/** logs.proto, enum SeverityNumber: by their index. */
const SEVERITIES = [
  'unspecified',
  ...['trace', 'debug', 'info', 'warn', 'error', 'fatal'].flatMap((name) => [
    name,
    ...[2, 3, 4].map((step) => `${name}${step}`),
  ]),
];
const NAMES = listNames('Logs', ['logRecords', 'log_records', 'logs']);

/** Fills `batch` from the body. On an error the batch holds nothing of use and the reason is a phrase. */
export function decodeLogs(bytes: Uint8Array, encoding: Encoding, batch: LogBatch): Result<void> {
  batch.reset(bytes, encoding);
  try {
    if (encoding === 'json') decodeJson(bytes, batch);
    else decodeProtobuf(bytes, batch);
    return ok(undefined);
  } catch (error) {
    batch.reset(bytes, encoding);
    return fail(reasonOf(error));
  }
}

function begin(batch: LogBatch, group: number, offset: number): number {
  const row = batch.next();
  batch.offset[row] = offset;
  batch.group[row] = group;
  batch.severity[row] = 0;
  batch.timeHigh[row] = 0;
  batch.timeLow[row] = 0;
  batch.traceId.fill(0, row * 4, row * 4 + 4);
  batch.spanId.fill(0, row * 2, row * 2 + 2);
  return row;
}

function decodeProtobuf(bytes: Uint8Array, batch: LogBatch): void {
  const cursor = new RequestCursor(bytes);
  const { view } = cursor;
  walkProtobuf(cursor, batch.groups, (end, group) => {
    const offset = cursor.position;
    const row = begin(batch, group, offset);
    let time = -1;
    let observed = -1;
    while (cursor.position < end) {
      const tag = cursor.tag();
      if (tag === 9) time = cursor.fixed64(end);
      else if (tag === 89) observed = cursor.fixed64(end);
      else if (tag === 16) batch.severity[row] = toSeverity(cursor.varint(end));
      else if (tag === 74) cursor.id(batch.traceId, row * 4, 4, end);
      else if (tag === 82) cursor.id(batch.spanId, row * 2, 2, end);
      else cursor.skip(tag, end);
    }
    const hasTime = time >= 0 && (view.getUint32(time, true) | view.getUint32(time + 4, true)) !== 0;
    const at = hasTime ? time : observed;
    if (at >= 0) {
      batch.timeLow[row] = view.getUint32(at, true);
      batch.timeHigh[row] = view.getUint32(at + 4, true);
    }
    batch.length[row] = end - offset;
  });
}

function decodeJson(bytes: Uint8Array, batch: LogBatch): void {
  const scan = new JsonScanner(bytes);
  const time: Words = { high: 0, low: 0 };
  const observed: Words = { high: 0, low: 0 };
  walkJson(scan, batch.groups, NAMES, (group) => {
    const offset = scan.position;
    if (!scan.startsObject()) {
      scan.skip();
      return;
    }
    const row = begin(batch, group, offset);
    time.high = time.low = observed.high = observed.low = 0;
    scan.object(() => {
      if (scan.is('timeUnixNano') || scan.is('time_unix_nano')) readJsonFixed64(scan, time);
      else if (scan.is('observedTimeUnixNano') || scan.is('observed_time_unix_nano')) readJsonFixed64(scan, observed);
      else if (scan.is('severityNumber') || scan.is('severity_number')) batch.severity[row] = readSeverity(scan);
      else if (scan.is('traceId') || scan.is('trace_id')) readJsonId(scan, batch.traceId, row * 4, 4);
      else if (scan.is('spanId') || scan.is('span_id')) readJsonId(scan, batch.spanId, row * 2, 2);
      else scan.skip();
    });
    const { high, low } = (time.high | time.low) === 0 ? observed : time;
    batch.timeHigh[row] = high;
    batch.timeLow[row] = low;
    batch.length[row] = scan.position - offset;
  });
}

function readSeverity(scan: JsonScanner): number {
  return scan.startsString() ? readJsonEnum(scan, SEVERITIES, 'SEVERITY_NUMBER_') : toSeverity(readJsonNumber(scan));
}

/** Numbers that the specification does not know are shown as none. */
function toSeverity(value: number): number {
  return value < SEVERITIES.length ? value : 0;
}

/** Of a record's JSON, where it is read alone. */
export function parseSeverity(value: unknown): number {
  if (typeof value === 'number') return toSeverity(value);
  if (typeof value !== 'string') return 0;
  const index = SEVERITIES.indexOf(value.replace(/^SEVERITY_NUMBER_/, '').toLowerCase());
  return index >= 0 ? index : toSeverity(Number(value) || 0);
}
