// ExportMetricsServiceRequest in protobuf to columns.

import type { PointBatch } from '../../model/point-batch.ts';
import { readKeyValueProtobuf } from '../common/attributes-protobuf.ts';
import { walkProtobuf } from '../common/walk-protobuf.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';
import { RequestCursor } from '../wire/request-cursor.ts';
import { beginData, beginMetric, beginPoint, endMetric, type MetricDraft } from './metric-draft.ts';

/** By the tag of the field of Metric that holds the points: the index of METRIC_KINDS. */
const KIND_OF: ReadonlyMap<number, number> = new Map([
  [42, 1],
  [58, 2],
  [74, 3],
  [82, 4],
  [90, 5],
]);
const METADATA = 98;
/** In all kinds of points. */
const TIME = 25;

/** Throws RangeError on malformed bytes. */
export function decodeMetricsProtobuf(bytes: Uint8Array, batch: PointBatch): void {
  const cursor = new RequestCursor(bytes);

  const point = (end: number, draft: MetricDraft): void => {
    const offset = cursor.position;
    const row = beginPoint(batch, draft, offset);
    while (cursor.position < end) {
      const tag = cursor.tag();
      if (tag === TIME) {
        const at = cursor.fixed64(end);
        batch.timeLow[row] = cursor.view.getUint32(at, true);
        batch.timeHigh[row] = cursor.view.getUint32(at + 4, true);
      } else cursor.skip(tag, end);
    }
    batch.length[row] = end - offset;
  };

  const data = (end: number, draft: MetricDraft): void => {
    while (cursor.position < end) {
      const tag = cursor.tag();
      if (tag === 10) point(cursor.lengthDelimited(end), draft);
      else if (tag === 16) draft.temporality = cursor.varint(end);
      else if (tag === 24) draft.isMonotonic = cursor.varint(end) !== 0;
      else cursor.skip(tag, end);
    }
  };

  walkProtobuf(cursor, batch.groups, (end, group) => {
    const draft = beginMetric(batch);
    while (cursor.position < end) {
      const tag = cursor.tag();
      const kind = KIND_OF.get(tag);
      if (kind !== undefined) {
        beginData(batch, draft, kind);
        data(cursor.lengthDelimited(end), draft);
      } else if (tag === 10) draft.name = cursor.text(end);
      else if (tag === 18) draft.description = cursor.text(end);
      else if (tag === 26) draft.unit = cursor.text(end);
      else if (tag === METADATA) {
        const to = cursor.lengthDelimited(end);
        const reader = new ProtobufReader(bytes, cursor.position, to - cursor.position);
        draft.metadata.push(readKeyValueProtobuf(reader));
        cursor.position = to;
      } else cursor.skip(tag, end);
    }
    endMetric(batch, draft, group);
  });
}
