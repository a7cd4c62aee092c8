// The signal of metrics: from the body of a request into the store and the log on disk.

import { PointBatch } from '../model/point-batch.ts';
import { encodeExportResponse } from '../otlp/export/response.ts';
import { decodeMetrics } from '../otlp/metrics/decode-metrics.ts';
import type { Signal } from '../receiver/signal.ts';
import { type SignalSink, toRefusal } from './signal-sink.ts';

export function createMetricSignal({ take, onProblem }: SignalSink<PointBatch>): Signal {
  const batch = new PointBatch();
  return {
    path: '/v1/metrics',
    method: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
    accept(body, encoding) {
      const decoded = decodeMetrics(body, encoding, batch);
      if (!decoded.ok) return toRefusal('ExportMetricsServiceRequest', decoded.error, onProblem);
      take(batch);
      return { ok: true, body: encodeExportResponse(encoding, 'rejectedDataPoints', 0, '') };
    },
  };
}
