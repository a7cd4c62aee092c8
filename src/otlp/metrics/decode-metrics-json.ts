// ExportMetricsServiceRequest in JSON to columns.

import { TEMPORALITIES } from '../../model/metric.ts';
import type { PointBatch } from '../../model/point-batch.ts';
import { parseJson, toAttributes } from '../common/json-values.ts';
import { listNames, walkJson } from '../common/walk-json.ts';
import { readJsonBoolean, readJsonEnum, readJsonFixed64, readJsonText, type Words } from '../wire/json-fields.ts';
import { JsonScanner } from '../wire/json-scanner.ts';
import { beginData, beginMetric, beginPoint, endMetric, type MetricDraft } from './metric-draft.ts';

const NAMES = listNames('Metrics', ['metrics']);

/** By the index of METRIC_KINDS, less one. */
const KINDS = [
  ['gauge'],
  ['sum'],
  ['histogram'],
  ['exponentialHistogram', 'exponential_histogram'],
  ['summary'],
] as const;

/** Throws RangeError on malformed text. */
export function decodeMetricsJson(bytes: Uint8Array, batch: PointBatch): void {
  const scan = new JsonScanner(bytes);
  const time: Words = { high: 0, low: 0 };

  const point = (draft: MetricDraft): void => {
    if (!scan.startsObject()) {
      scan.skip();
      return;
    }
    const offset = scan.position;
    const row = beginPoint(batch, draft, offset);
    scan.object(() => {
      if (!scan.is('timeUnixNano') && !scan.is('time_unix_nano')) return scan.skip();
      readJsonFixed64(scan, time);
      batch.timeHigh[row] = time.high;
      batch.timeLow[row] = time.low;
    });
    batch.length[row] = scan.position - offset;
  };

  const data = (draft: MetricDraft, kind: number): void => {
    // A null, as some write for all kinds that it is not.
    if (!scan.startsObject()) {
      scan.skip();
      return;
    }
    beginData(batch, draft, kind);
    scan.object(() => {
      if ((scan.is('dataPoints') || scan.is('data_points')) && scan.startsArray()) scan.array(() => point(draft));
      else if (scan.is('aggregationTemporality') || scan.is('aggregation_temporality'))
        draft.temporality = readJsonEnum(scan, TEMPORALITIES, 'AGGREGATION_TEMPORALITY_');
      else if (scan.is('isMonotonic') || scan.is('is_monotonic')) draft.isMonotonic = readJsonBoolean(scan);
      else scan.skip();
    });
  };

  walkJson(scan, batch.groups, NAMES, (group) => {
    if (!scan.startsObject()) {
      scan.skip();
      return;
    }
    const draft = beginMetric(batch);
    scan.object(() => {
      const kind = KINDS.findIndex((names) => names.some((name) => scan.is(name))) + 1;
      if (kind > 0) data(draft, kind);
      else if (scan.is('name')) draft.name = readJsonText(scan);
      else if (scan.is('description')) draft.description = readJsonText(scan);
      else if (scan.is('unit')) draft.unit = readJsonText(scan);
      else if (scan.is('metadata')) {
        const from = scan.position;
        scan.skip();
        draft.metadata.push(...toAttributes(parseJson(bytes.subarray(from, scan.position))));
      } else scan.skip();
    });
    endMetric(batch, draft, group);
  });
}
