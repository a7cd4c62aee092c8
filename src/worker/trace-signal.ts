// The signal of traces: from the body of a request into the store and the log.

import type { SpanBatch } from '../model/span-batch.ts';
import { encodeExportResponse } from '../otlp/export/response.ts';
import { decodeTrace } from '../otlp/trace/decode-trace.ts';
import type { Signal } from '../receiver/signal.ts';

const INVALID_ARGUMENT = 3;
const REJECTED = 'spans without a valid trace id and span id were left out';

export function createTraceSignal(
  batch: SpanBatch,
  onSpans: (batch: SpanBatch) => void,
  onProblem: (message: string) => void,
): Signal {
  return {
    path: '/v1/traces',
    method: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    accept(body, encoding) {
      const decoded = decodeTrace(body, encoding, batch);
      if (!decoded.ok) {
        const message = `the body is not an ExportTraceServiceRequest: ${decoded.error}`;
        onProblem(`A request was refused: ${message}.`);
        return { ok: false, code: INVALID_ARGUMENT, message };
      }
      if (batch.rejected > 0) onProblem(`${batch.rejected} ${REJECTED}.`);
      onSpans(batch);
      return { ok: true, body: encodeExportResponse(encoding, 'rejectedSpans', batch.rejected, REJECTED) };
    },
  };
}
