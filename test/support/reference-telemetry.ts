// Log records and metrics as protobufjs reads them, in the shapes of our own models.

import type { Attribute } from '../../src/model/attribute.ts';
import { parseSpanId, parseTraceId } from '../../src/model/ids.ts';
import type { LogContent } from '../../src/model/log.ts';
import { type Exemplar, METRIC_KINDS, type Metric, type PointContent, TEMPORALITIES } from '../../src/model/metric.ts';
import { toAttribute, toDoubleText, toValue } from './any-span.ts';
import { ExportLogsServiceRequest, ExportMetricsServiceRequest } from './otlp-schema.ts';

const AS_TEXT = { longs: String, bytes: String, defaults: true, arrays: true, oneofs: true };

/** What one record is, and who sent it. */
export interface Sent<T> {
  readonly value: T;
  readonly scope: string;
  readonly resourceSchemaUrl: string;
  readonly scopeSchemaUrl: string;
}

/** protobufjs answers with any: the shapes are those of the schema. */
// biome-ignore lint/suspicious/noExplicitAny: as above
type Decoded = any;

export function referenceLogs(bytes: Uint8Array): readonly Sent<LogContent>[] {
  const request: Decoded = ExportLogsServiceRequest.toObject(ExportLogsServiceRequest.decode(bytes), AS_TEXT);
  return request.resourceLogs.flatMap((resource: Decoded) =>
    resource.scopeLogs.flatMap((scope: Decoded) =>
      scope.logRecords.map((record: Decoded) => ({ ...sender(resource, scope), value: toLog(record) })),
    ),
  );
}

export interface SentMetric {
  readonly metric: Metric;
  readonly points: readonly PointContent[];
}

export function referenceMetrics(bytes: Uint8Array): readonly Sent<SentMetric>[] {
  const request: Decoded = ExportMetricsServiceRequest.toObject(ExportMetricsServiceRequest.decode(bytes), AS_TEXT);
  return request.resourceMetrics.flatMap((resource: Decoded) =>
    resource.scopeMetrics.flatMap((scope: Decoded) =>
      scope.metrics.map((metric: Decoded) => ({ ...sender(resource, scope), value: toMetric(metric) })),
    ),
  );
}

function sender(resource: Decoded, scope: Decoded) {
  return {
    scope: scope.scope?.name ?? '',
    resourceSchemaUrl: resource.schemaUrl,
    scopeSchemaUrl: scope.schemaUrl,
  };
}

function hex(base64: string): string | undefined {
  const text = Buffer.from(base64, 'base64').toString('hex');
  return /[^0]/.test(text) ? text : undefined;
}

function toLog(record: Decoded): LogContent {
  return {
    time: record.timeUnixNano,
    observedTime: record.observedTimeUnixNano,
    severityNumber: record.severityNumber <= 24 ? record.severityNumber : 0,
    severityText: record.severityText,
    body: toValue(record.body ?? {}),
    attributes: record.attributes.map(toAttribute),
    droppedAttributes: record.droppedAttributesCount,
    flags: record.flags,
    traceId: parseTraceId(hex(record.traceId)),
    spanId: parseSpanId(hex(record.spanId)),
    eventName: record.eventName,
  };
}

const DATA = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

function toMetric(metric: Decoded): SentMetric {
  const data = metric[metric.data] ?? { dataPoints: [] };
  const kind = METRIC_KINDS[DATA.indexOf(metric.data) + 1] ?? 'none';
  return {
    metric: {
      ...{ name: metric.name, description: metric.description, unit: metric.unit, kind },
      temporality: TEMPORALITIES[data.aggregationTemporality ?? 0] ?? 'unspecified',
      isMonotonic: data.isMonotonic ?? false,
      metadata: metric.metadata.map(toAttribute),
    },
    points: data.dataPoints.map(toPoint),
  };
}

function toPoint(point: Decoded): PointContent {
  const buckets = (of: Decoded) => (of ? { offset: of.offset, counts: of.bucketCounts } : undefined);
  return {
    attributes: point.attributes.map(toAttribute) satisfies Attribute[],
    ...{ startTime: point.startTimeUnixNano, time: point.timeUnixNano, flags: point.flags },
    value: toNumber(point),
    exemplars: (point.exemplars ?? []).map(toExemplar),
    count: point.count ?? '0',
    ...{ sum: unlessAbsent(point, 'sum'), min: unlessAbsent(point, 'min'), max: unlessAbsent(point, 'max') },
    bucketCounts: point.bucketCounts ?? [],
    explicitBounds: (point.explicitBounds ?? []).map(Number),
    ...{ scale: point.scale ?? 0, zeroCount: point.zeroCount ?? '0', zeroThreshold: Number(point.zeroThreshold ?? 0) },
    ...{ positive: buckets(point.positive), negative: buckets(point.negative) },
    quantiles: (point.quantileValues ?? []).map((entry: Decoded) => ({
      quantile: Number(entry.quantile),
      value: Number(entry.value),
    })),
  };
}

function unlessAbsent(point: Decoded, name: string): number | undefined {
  return Object.hasOwn(point, name) ? Number(point[name]) : undefined;
}

function toNumber(of: Decoded): PointContent['value'] {
  if (of.value === 'asInt') return { kind: 'int', value: of.asInt };
  if (of.value === 'asDouble') return { kind: 'double', value: toDoubleText(Number(of.asDouble)) };
  return { kind: 'none' };
}

function toExemplar(exemplar: Decoded): Exemplar {
  return {
    time: exemplar.timeUnixNano,
    value: toNumber(exemplar),
    attributes: exemplar.filteredAttributes.map(toAttribute),
    traceId: parseTraceId(Buffer.from(exemplar.traceId, 'base64').toString('hex')),
    spanId: parseSpanId(Buffer.from(exemplar.spanId, 'base64').toString('hex')),
  };
}
