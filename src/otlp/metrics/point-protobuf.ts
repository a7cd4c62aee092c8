// One point of a metric out of its protobuf bytes.
// Shape: opentelemetry-proto, metrics/v1/metrics.proto: each kind numbers its fields by itself.

import type { Attribute } from '../../model/attribute.ts';
import { parseSpanId, parseTraceId } from '../../model/ids.ts';
import type { Buckets, Exemplar, MetricKind, NumberValue, PointContent } from '../../model/metric.ts';
import { readKeyValueProtobuf, toHex } from '../common/attributes-protobuf.ts';
import { toDouble } from '../common/to-double.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';
import { EMPTY_POINT } from './empty-point.ts';

type Draft = { -readonly [Key in keyof PointContent]: PointContent[Key] } & {
  readonly attributes: Attribute[];
  readonly exemplars: Exemplar[];
  readonly bucketCounts: string[];
  readonly explicitBounds: number[];
  readonly quantiles: { readonly quantile: number; readonly value: number }[];
};

type ReadField = (point: Draft, reader: ProtobufReader) => void;

const ATTRIBUTE: ReadField = (point, reader) => point.attributes.push(readKeyValueProtobuf(reader.message()));
const EXEMPLAR: ReadField = (point, reader) => point.exemplars.push(readExemplar(reader.message()));
const FLAGS: ReadField = (point, reader) => {
  point.flags = reader.varint();
};
const MIN: ReadField = (point, reader) => {
  point.min = reader.double();
};
const MAX: ReadField = (point, reader) => {
  point.max = reader.double();
};
const COUNT_AND_SUM: readonly (readonly [number, ReadField])[] = [
  [
    33,
    (point, reader) => {
      point.count = reader.fixed64().toString();
    },
  ],
  [
    41,
    (point, reader) => {
      point.sum = reader.double();
    },
  ],
];

const NUMBER: ReadonlyMap<number, ReadField> = new Map([
  [
    33,
    (point, reader) => {
      point.value = toDouble(reader.double());
    },
  ],
  [42, EXEMPLAR],
  [
    49,
    (point, reader) => {
      point.value = { kind: 'int', value: BigInt.asIntN(64, reader.fixed64()).toString() };
    },
  ],
  [58, ATTRIBUTE],
  [64, FLAGS],
]);

const HISTOGRAM: ReadonlyMap<number, ReadField> = new Map([
  ...COUNT_AND_SUM,
  [49, (point, reader) => point.bucketCounts.push(reader.fixed64().toString())],
  [50, (point, reader) => point.bucketCounts.push(...packed(reader, (inside) => inside.fixed64().toString()))],
  [57, (point, reader) => point.explicitBounds.push(reader.double())],
  [58, (point, reader) => point.explicitBounds.push(...packed(reader, (inside) => inside.double()))],
  [66, EXEMPLAR],
  [74, ATTRIBUTE],
  [80, FLAGS],
  [89, MIN],
  [97, MAX],
]);

const EXPONENTIAL: ReadonlyMap<number, ReadField> = new Map([
  ...COUNT_AND_SUM,
  [10, ATTRIBUTE],
  [
    48,
    (point, reader) => {
      point.scale = reader.sint32();
    },
  ],
  [
    57,
    (point, reader) => {
      point.zeroCount = reader.fixed64().toString();
    },
  ],
  [
    66,
    (point, reader) => {
      point.positive = readBuckets(reader.message(), point.positive);
    },
  ],
  [
    74,
    (point, reader) => {
      point.negative = readBuckets(reader.message(), point.negative);
    },
  ],
  [80, FLAGS],
  [90, EXEMPLAR],
  [97, MIN],
  [105, MAX],
  [
    113,
    (point, reader) => {
      point.zeroThreshold = reader.double();
    },
  ],
]);

const SUMMARY: ReadonlyMap<number, ReadField> = new Map([
  ...COUNT_AND_SUM,
  [50, (point, reader) => point.quantiles.push(readQuantile(reader.message()))],
  [58, ATTRIBUTE],
  [64, FLAGS],
]);

const FIELDS: Readonly<Record<MetricKind, ReadonlyMap<number, ReadField>>> = {
  none: new Map(),
  gauge: NUMBER,
  sum: NUMBER,
  histogram: HISTOGRAM,
  'exponential histogram': EXPONENTIAL,
  summary: SUMMARY,
};

/** Throws RangeError on malformed bytes. */
export function readPointProtobuf(bytes: Uint8Array, kind: MetricKind): PointContent {
  const reader = new ProtobufReader(bytes);
  const point: Draft = {
    ...EMPTY_POINT,
    ...{ attributes: [], exemplars: [], bucketCounts: [], explicitBounds: [], quantiles: [] },
  };
  const fields = FIELDS[kind];
  while (reader.more) {
    const tag = reader.tag();
    const read = fields.get(tag);
    if (tag === 17) point.startTime = reader.fixed64().toString();
    else if (tag === 25) point.time = reader.fixed64().toString();
    else if (read) read(point, reader);
    else reader.skip(tag);
  }
  return point;
}

function packed<T>(reader: ProtobufReader, read: (inside: ProtobufReader) => T): readonly T[] {
  const inside = reader.message();
  const values: T[] = [];
  while (inside.more) values.push(read(inside));
  return values;
}

function readBuckets(reader: ProtobufReader, before: Buckets | undefined): Buckets {
  const counts: string[] = [...(before?.counts ?? [])];
  let offset = before?.offset ?? 0;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 8) offset = reader.sint32();
    else if (tag === 16) counts.push(reader.uint64());
    else if (tag === 18) counts.push(...packed(reader, (inside) => inside.uint64()));
    else reader.skip(tag);
  }
  return { offset, counts };
}

function readQuantile(reader: ProtobufReader): { readonly quantile: number; readonly value: number } {
  let quantile = 0;
  let value = 0;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 9) quantile = reader.double();
    else if (tag === 17) value = reader.double();
    else reader.skip(tag);
  }
  return { quantile, value };
}

function readExemplar(reader: ProtobufReader): Exemplar {
  const attributes: Attribute[] = [];
  let time = '0';
  let value: NumberValue = { kind: 'none' };
  let [trace, span] = ['', ''];
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 17) time = reader.fixed64().toString();
    else if (tag === 25) value = toDouble(reader.double());
    else if (tag === 34) span = toHex(reader.bytes());
    else if (tag === 42) trace = toHex(reader.bytes());
    else if (tag === 49) value = { kind: 'int', value: BigInt.asIntN(64, reader.fixed64()).toString() };
    else if (tag === 58) attributes.push(readKeyValueProtobuf(reader.message()));
    else reader.skip(tag);
  }
  return { time, value, attributes, traceId: parseTraceId(trace), spanId: parseSpanId(span) };
}
