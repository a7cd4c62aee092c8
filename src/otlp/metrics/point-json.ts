// One point of a metric out of its JSON bytes: all kinds name their fields alike.

import { parseSpanId, parseTraceId } from '../../model/ids.ts';
import type { Buckets, Exemplar, NumberValue, PointContent } from '../../model/metric.ts';
import {
  field,
  parseJson,
  toAttributes,
  toCount,
  toDigits,
  toIdText,
  toList,
  toNanos,
  toNumber,
} from '../common/json-values.ts';
import { toDouble } from '../common/to-double.ts';

/** Throws SyntaxError on malformed text. */
export function readPointJson(bytes: Uint8Array): PointContent {
  const point = parseJson(bytes);
  const optional = (name: string) => {
    const value = field(point, name);
    return value === undefined || value === null ? undefined : toNumber(value);
  };
  return {
    attributes: toAttributes(field(point, 'attributes')),
    startTime: toNanos(field(point, 'startTimeUnixNano')).toString(),
    time: toNanos(field(point, 'timeUnixNano')).toString(),
    flags: toCount(field(point, 'flags')),
    value: readValue(point),
    exemplars: toList(field(point, 'exemplars')).map(readExemplar),
    count: toDigits(field(point, 'count')),
    ...{ sum: optional('sum'), min: optional('min'), max: optional('max') },
    bucketCounts: toList(field(point, 'bucketCounts')).map(toDigits),
    explicitBounds: toList(field(point, 'explicitBounds')).map(toNumber),
    scale: toCount(field(point, 'scale')),
    zeroCount: toDigits(field(point, 'zeroCount')),
    zeroThreshold: toNumber(field(point, 'zeroThreshold')),
    positive: readBuckets(field(point, 'positive')),
    negative: readBuckets(field(point, 'negative')),
    quantiles: toList(field(point, 'quantileValues')).map((entry) => ({
      quantile: toNumber(field(entry, 'quantile')),
      value: toNumber(field(entry, 'value')),
    })),
  };
}

function readValue(of: unknown): NumberValue {
  const int = field(of, 'asInt') ?? undefined;
  if (int !== undefined) return { kind: 'int', value: toDigits(int) };
  const double = field(of, 'asDouble') ?? undefined;
  return double === undefined ? { kind: 'none' } : toDouble(toNumber(double));
}

function readBuckets(buckets: unknown): Buckets | undefined {
  if (typeof buckets !== 'object' || buckets === null) return undefined;
  return { offset: toCount(field(buckets, 'offset')), counts: toList(field(buckets, 'bucketCounts')).map(toDigits) };
}

function readExemplar(exemplar: unknown): Exemplar {
  return {
    time: toNanos(field(exemplar, 'timeUnixNano')).toString(),
    value: readValue(exemplar),
    attributes: toAttributes(field(exemplar, 'filteredAttributes')),
    traceId: parseTraceId(toIdText(field(exemplar, 'traceId'), 16)),
    spanId: parseSpanId(toIdText(field(exemplar, 'spanId'), 8)),
  };
}
