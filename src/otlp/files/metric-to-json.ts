// One metric with its points as OTLP's JSON has it. Shape: opentelemetry-proto, metrics/v1/metrics.proto.

import {
  type Buckets,
  type Exemplar,
  type Metric,
  type NumberValue,
  type PointContent,
  TEMPORALITIES,
} from '../../model/metric.ts';
import { toAttributesJson, withoutDefaults } from './attribute-json.ts';

/** Undefined for a metric without a kind: its points say nothing. */
export function metricToJson(metric: Metric, points: readonly PointContent[]): object | undefined {
  const { name, description, unit, metadata } = metric;
  const data = dataOf(metric, points);
  return data && { ...withoutDefaults({ name, description, unit, metadata: toAttributesJson(metadata) }), ...data };
}

function dataOf({ kind, temporality, isMonotonic }: Metric, points: readonly PointContent[]): object | undefined {
  const aggregationTemporality = TEMPORALITIES.indexOf(temporality);
  const of = (toJson: (point: PointContent) => object, more: Readonly<Record<string, unknown>> = {}) =>
    withoutDefaults({ dataPoints: points.map((point) => ({ ...common(point), ...toJson(point) })), ...more });
  switch (kind) {
    case 'none':
      return undefined;
    case 'gauge':
      return { gauge: of(({ value }) => numberJson(value)) };
    case 'sum':
      return { sum: of(({ value }) => numberJson(value), { aggregationTemporality, isMonotonic }) };
    case 'histogram':
      return { histogram: of(histogramJson, { aggregationTemporality }) };
    case 'exponential histogram':
      return { exponentialHistogram: of(exponentialJson, { aggregationTemporality }) };
    case 'summary':
      return { summary: of(summaryJson) };
  }
}

function common({ attributes, startTime, time, flags, exemplars }: PointContent): object {
  return withoutDefaults({
    ...{ attributes: toAttributesJson(attributes), startTimeUnixNano: startTime, timeUnixNano: time, flags },
    exemplars: exemplars.map(exemplarJson),
  });
}

function exemplarJson({ time, value, attributes, traceId, spanId }: Exemplar): object {
  return {
    ...withoutDefaults({ filteredAttributes: toAttributesJson(attributes), timeUnixNano: time, traceId, spanId }),
    ...numberJson(value),
  };
}

/** Zero is a value: it is not left out. */
function numberJson(number: NumberValue): object {
  switch (number.kind) {
    case 'int':
      return { asInt: number.value };
    case 'double':
      return { asDouble: number.value };
    case 'none':
      return {};
  }
}

function histogramJson({ count, sum, min, max, bucketCounts, explicitBounds }: PointContent): object {
  return {
    ...withoutDefaults({ count, bucketCounts, explicitBounds: explicitBounds.map(doubleJson) }),
    ...given({ sum, min, max }),
  };
}

function exponentialJson(point: PointContent): object {
  const { count, sum, min, max, scale, zeroCount, zeroThreshold, positive, negative } = point;
  return {
    ...withoutDefaults({ count, scale, zeroCount, zeroThreshold }),
    ...given({ sum, min, max }),
    ...(positive && { positive: bucketsJson(positive) }),
    ...(negative && { negative: bucketsJson(negative) }),
  };
}

function bucketsJson({ offset, counts }: Buckets): object {
  return withoutDefaults({ offset, bucketCounts: counts });
}

function summaryJson({ count, sum, quantiles }: PointContent): object {
  return {
    ...withoutDefaults({ count }),
    ...given({ sum }),
    quantileValues: quantiles.map(({ quantile, value }) => ({
      quantile: doubleJson(quantile),
      value: doubleJson(value),
    })),
  };
}

function given(doubles: Readonly<Record<string, number | undefined>>): object {
  return Object.fromEntries(
    Object.entries(doubles).flatMap(([name, double]) => (double === undefined ? [] : [[name, doubleJson(double)]])),
  );
}

/** JSON has no words for these three. */
function doubleJson(double: number): number | string {
  return Number.isFinite(double) ? double : String(double);
}
