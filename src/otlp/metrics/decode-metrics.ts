// An ExportMetricsServiceRequest to columns, in whichever encoding it came: a point a row, a metric an object.
// Shape: opentelemetry-proto, metrics/v1/metrics.proto.

import { reasonOf } from '../../base/reason-of.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { PointBatch } from '../../model/point-batch.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { decodeMetricsJson } from './decode-metrics-json.ts';
import { decodeMetricsProtobuf } from './decode-metrics-protobuf.ts';

/** Fills `batch` from the body. On an error the batch holds nothing of use and the reason is a phrase. */
export function decodeMetrics(bytes: Uint8Array, encoding: Encoding, batch: PointBatch): Result<void> {
  batch.reset(bytes, encoding);
  try {
    if (encoding === 'json') decodeMetricsJson(bytes, batch);
    else decodeMetricsProtobuf(bytes, batch);
    return ok(undefined);
  } catch (error) {
    batch.reset(bytes, encoding);
    return fail(reasonOf(error));
  }
}
