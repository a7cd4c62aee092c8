// A metric as it is read: what says which one it is may stand behind its points.

import type { Attribute } from '../../model/attribute.ts';
import { METRIC_KINDS, type Metric, TEMPORALITIES } from '../../model/metric.ts';
import type { PointBatch } from '../../model/point-batch.ts';

export interface MetricDraft {
  readonly firstPoint: number;
  readonly index: number;
  name: string;
  description: string;
  unit: string;
  /** Index of METRIC_KINDS. */
  kind: number;
  /** Index of TEMPORALITIES. */
  temporality: number;
  isMonotonic: boolean;
  readonly metadata: Attribute[];
}

export function beginMetric(batch: PointBatch): MetricDraft {
  return {
    ...{ firstPoint: batch.count, index: batch.metrics.length, name: '', description: '', unit: '' },
    ...{ kind: 0, temporality: 0, isMonotonic: false, metadata: [] },
  };
}

/** Of the kinds only one can be: with another one, the points of the one before were never meant. */
export function beginData(batch: PointBatch, draft: MetricDraft, kind: number): void {
  if (draft.kind !== 0 && draft.kind !== kind) {
    batch.count = draft.firstPoint;
    draft.temporality = 0;
    draft.isMonotonic = false;
  }
  draft.kind = kind;
}

export function beginPoint(batch: PointBatch, draft: MetricDraft, offset: number): number {
  const row = batch.next();
  batch.metric[row] = draft.index;
  batch.offset[row] = offset;
  batch.timeHigh[row] = 0;
  batch.timeLow[row] = 0;
  return row;
}

export function endMetric(batch: PointBatch, draft: MetricDraft, group: number): void {
  const { name, description, unit, isMonotonic, metadata } = draft;
  const metric: Metric = {
    ...{ name, description, unit, isMonotonic, metadata },
    kind: METRIC_KINDS[draft.kind] ?? 'none',
    temporality: TEMPORALITIES[draft.temporality] ?? 'unspecified',
  };
  batch.metrics.push({ metric, group });
}
