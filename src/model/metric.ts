// Metrics and their points, with all that was said of them.

import type { Attribute } from './attribute.ts';
import type { SpanId, TraceId } from './ids.ts';

/** Index is our own number; the field of metrics.proto's Metric is in decoders. */
export const METRIC_KINDS = ['none', 'gauge', 'sum', 'histogram', 'exponential histogram', 'summary'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/** Index is the number on the wire; metrics.proto, enum AggregationTemporality. */
export const TEMPORALITIES = ['unspecified', 'delta', 'cumulative'] as const;
export type Temporality = (typeof TEMPORALITIES)[number];

export interface Metric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly kind: MetricKind;
  readonly temporality: Temporality;
  readonly isMonotonic: boolean;
  readonly metadata: readonly Attribute[];
}

/** 64-bit integers in decimal digits; doubles that JSON cannot write by their names. */
export type NumberValue =
  | { readonly kind: 'int'; readonly value: string }
  | { readonly kind: 'double'; readonly value: number | 'NaN' | 'Infinity' | '-Infinity' }
  /** As with the flag that says so. */
  | { readonly kind: 'none' };

/** Times are nanoseconds since the Unix epoch in decimal digits, which survive JSON; 0 for none. */
export interface Exemplar {
  readonly time: string;
  readonly value: NumberValue;
  readonly attributes: readonly Attribute[];
  readonly traceId: TraceId | undefined;
  readonly spanId: SpanId | undefined;
}

/** Counts are 64-bit, in decimal digits. */
export interface Buckets {
  /** Of the first bucket. */
  readonly offset: number;
  readonly counts: readonly string[];
}

export interface PointContent {
  readonly attributes: readonly Attribute[];
  readonly startTime: string;
  readonly time: string;
  /** metrics.proto, enum DataPointFlags. */
  readonly flags: number;
  /** Of gauges and sums. */
  readonly value: NumberValue;
  readonly exemplars: readonly Exemplar[];
  /** Of histograms and summaries, '0' for others. */
  readonly count: string;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly bucketCounts: readonly string[];
  readonly explicitBounds: readonly number[];
  /** Of exponential histograms. */
  readonly scale: number;
  readonly zeroCount: string;
  readonly zeroThreshold: number;
  readonly positive: Buckets | undefined;
  readonly negative: Buckets | undefined;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}
