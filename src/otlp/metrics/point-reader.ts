// One point out of the bytes that were kept, decoded when shown. Total: what cannot be read is shown as empty.

import type { MetricKind, PointContent } from '../../model/metric.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { orElse } from '../common/or-else.ts';
import { EMPTY_POINT } from './empty-point.ts';
import { readPointJson } from './point-json.ts';
import { readPointProtobuf } from './point-protobuf.ts';

/** `kind`: that of its metric, which says what its fields mean. */
export function readPoint(bytes: Uint8Array, encoding: Encoding, kind: MetricKind): PointContent {
  const point = orElse(
    () => (encoding === 'json' ? readPointJson(bytes) : readPointProtobuf(bytes, kind)),
    EMPTY_POINT,
  );
  // A summary always has a sum; it alone cannot say that it has none.
  return kind === 'summary' ? { ...point, sum: point.sum ?? 0 } : point;
}
