// The signal of traces: from the body of a request into the store and the log on disk.

import type { SpanBatch } from '../model/span-batch.ts';
import { encodeExportResponse } from '../otlp/export/response.ts';
import { decodeTrace } from '../otlp/trace/decode-trace.ts';
import type { Signal } from '../receiver/signal.ts';
import { type SignalSink, toRefusal } from './signal-sink.ts';

const REJECTED = 'spans without a valid trace id and span id were left out';

/** `batch`: that of the whole child, as spools fill it too. */
export function createTraceSignal(batch: SpanBatch, { take, onProblem }: SignalSink<SpanBatch>): Signal {
  return {
    path: '/v1/traces',
    method: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    accept(body, encoding) {
      const decoded = decodeTrace(body, encoding, batch);
      if (!decoded.ok) return toRefusal('ExportTraceServiceRequest', decoded.error, onProblem);
      if (batch.rejected > 0) onProblem(`${batch.rejected} ${REJECTED}.`);
      // Those who take it may use the batch for something else.
      const { rejected } = batch;
      take(batch);
      return { ok: true, body: encodeExportResponse(encoding, 'rejectedSpans', rejected, REJECTED) };
    },
  };
}
