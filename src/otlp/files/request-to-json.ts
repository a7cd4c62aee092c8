// A request, in whichever encoding it came, as one object of OTLP's JSON: what a line of a file of telemetry is.

import { fail, ok, type Result } from '../../base/result.ts';
import type { BatchGroup } from '../../model/batch-group.ts';
import { LogBatch } from '../../model/log-batch.ts';
import { PointBatch } from '../../model/point-batch.ts';
import { type Encoding, SpanBatch, STATUS_SHIFT } from '../../model/span-batch.ts';
import { readResource, readScope } from '../common/read-origin.ts';
import { decodeLogs } from '../logs/decode-logs.ts';
import { readLog } from '../logs/log-reader.ts';
import { decodeMetrics } from '../metrics/decode-metrics.ts';
import { readPoint } from '../metrics/point-reader.ts';
import { decodeTrace } from '../trace/decode-trace.ts';
import { readSpan } from '../trace/span-reader.ts';
import { toResourceJson, toScopeJson, withoutDefaults } from './attribute-json.ts';
import { logToJson } from './log-to-json.ts';
import { metricToJson } from './metric-to-json.ts';
import { spanToJson } from './span-to-json.ts';

export type FileSignal = 'traces' | 'logs' | 'metrics';

/** The error is a phrase. */
export function requestToJson(bytes: Uint8Array, signal: FileSignal, encoding: Encoding): Result<object> {
  switch (signal) {
    case 'traces':
      return tracesToJson(bytes, encoding);
    case 'logs':
      return logsToJson(bytes, encoding);
    case 'metrics':
      return metricsToJson(bytes, encoding);
  }
}

/** Who sent something, and what of it. */
export interface JsonGroup {
  readonly resource: object;
  readonly resourceSchemaUrl: string;
  readonly scope: object;
  readonly scopeSchemaUrl: string;
  /** Groups of one are of one resource. */
  readonly resourceKey: string;
  readonly records: readonly object[];
}

const NAMES = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;

export function groupsToJson(signal: FileSignal, groups: readonly JsonGroup[]): object {
  const [resources, scopes, records] = NAMES[signal];
  const byResource = Map.groupBy(
    groups.filter((group) => group.records.length > 0),
    ({ resourceKey }) => resourceKey,
  );
  return {
    [resources]: Array.from(byResource.values(), (members) => ({
      ...withoutDefaults({ schemaUrl: members[0]?.resourceSchemaUrl }),
      resource: members[0]?.resource,
      [scopes]: members.map((member) => ({
        ...withoutDefaults({ schemaUrl: member.scopeSchemaUrl }),
        scope: member.scope,
        [records]: member.records,
      })),
    })),
  };
}

function tracesToJson(bytes: Uint8Array, encoding: Encoding): Result<object> {
  const batch = new SpanBatch();
  const decoded = decodeTrace(bytes, encoding, batch);
  return decoded.ok ? ok(spansToJson(batch)) : fail(decoded.error);
}

/** Of the spans that are in the columns, as some of a request may be left out. */
export function spansToJson(batch: SpanBatch): object {
  const { bytes, encoding } = batch;
  const utf8 = new TextDecoder();
  return toJson('traces', batch, (row) => {
    const nameFrom = batch.nameOffset[row]!;
    const kindStatus = batch.kindStatus[row]!;
    return spanToJson(
      {
        traceId: hexOf(batch.traceId, row, 4),
        spanId: hexOf(batch.spanId, row, 2),
        parentSpanId: hexOf(batch.parentId, row, 2),
        name: batch.escapedNames.get(row) ?? utf8.decode(bytes.subarray(nameFrom, nameFrom + batch.nameLength[row]!)),
        kind: kindStatus & 7,
        status: (kindStatus >> STATUS_SHIFT) & 3,
        start: nanoseconds(batch.startHigh[row]!, batch.startLow[row]!),
        end: nanoseconds(batch.endHigh[row]!, batch.endLow[row]!),
      },
      readSpan(rangeOf(batch, row), encoding),
    );
  });
}

function logsToJson(bytes: Uint8Array, encoding: Encoding): Result<object> {
  const batch = new LogBatch();
  const decoded = decodeLogs(bytes, encoding, batch);
  if (!decoded.ok) return fail(decoded.error);
  return ok(toJson('logs', batch, (row) => logToJson(readLog(rangeOf(batch, row), encoding))));
}

function metricsToJson(bytes: Uint8Array, encoding: Encoding): Result<object> {
  const batch = new PointBatch();
  const decoded = decodeMetrics(bytes, encoding, batch);
  if (!decoded.ok) return fail(decoded.error);
  const rows = Map.groupBy(
    Array.from({ length: batch.count }, (_, row) => row),
    (row) => batch.metric[row]!,
  );
  const groups = batch.groups.map((group, index) => ({
    ...senderOf(bytes, encoding, group),
    records: batch.metrics.flatMap(({ metric, group: of }, number) => {
      if (of !== index) return [];
      const points = (rows.get(number) ?? []).map((row) => readPoint(rangeOf(batch, row), encoding, metric.kind));
      return metricToJson(metric, points) ?? [];
    }),
  }));
  return ok(groupsToJson('metrics', groups));
}

type Batch = Pick<SpanBatch, 'bytes' | 'encoding' | 'count' | 'groups'> & {
  readonly group: ArrayLike<number>;
  readonly offset: ArrayLike<number>;
  readonly length: ArrayLike<number>;
};

function toJson(signal: FileSignal, batch: Batch, recordOf: (row: number) => object): object {
  const records = batch.groups.map((): object[] => []);
  for (let row = 0; row < batch.count; row++) records[batch.group[row]!]?.push(recordOf(row));
  return groupsToJson(
    signal,
    batch.groups.map((group, index) => ({
      ...senderOf(batch.bytes, batch.encoding, group),
      records: records[index] ?? [],
    })),
  );
}

function senderOf(bytes: Uint8Array, encoding: Encoding, group: BatchGroup): Omit<JsonGroup, 'records'> {
  const { resourceOffset, resourceLength, scopeOffset, scopeLength, resourceSchemaUrl, scopeSchemaUrl } = group;
  const resource = bytes.subarray(resourceOffset, resourceOffset + resourceLength);
  const scope = bytes.subarray(scopeOffset, scopeOffset + scopeLength);
  return {
    ...{ resourceSchemaUrl, scopeSchemaUrl, resourceKey: `${resourceOffset} ${resourceLength} ${resourceSchemaUrl}` },
    resource: toResourceJson(readResource(resource, encoding)),
    scope: toScopeJson(readScope(scope, encoding)),
  };
}

function rangeOf({ bytes, offset, length }: Pick<Batch, 'bytes' | 'offset' | 'length'>, row: number): Uint8Array {
  return bytes.subarray(offset[row]!, offset[row]! + length[row]!);
}

/** Empty where all words are zero. */
function hexOf(words: ArrayLike<number>, row: number, width: number): string {
  let text = '';
  for (let i = 0; i < width; i++) text += words[row * width + i]!.toString(16).padStart(8, '0');
  return /[^0]/.test(text) ? text : '';
}

function nanoseconds(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
