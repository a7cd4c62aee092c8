// The signal of logs: from the body of a request into the store and the log on disk.

import { LogBatch } from '../model/log-batch.ts';
import { encodeExportResponse } from '../otlp/export/response.ts';
import { decodeLogs } from '../otlp/logs/decode-logs.ts';
import type { Signal } from '../receiver/signal.ts';
import { type SignalSink, toRefusal } from './signal-sink.ts';

export function createLogSignal({ take, onProblem }: SignalSink<LogBatch>): Signal {
  const batch = new LogBatch();
  return {
    path: '/v1/logs',
    method: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
    accept(body, encoding) {
      const decoded = decodeLogs(body, encoding, batch);
      if (!decoded.ok) return toRefusal('ExportLogsServiceRequest', decoded.error, onProblem);
      take(batch);
      return { ok: true, body: encodeExportResponse(encoding, 'rejectedLogRecords', 0, '') };
    },
  };
}
