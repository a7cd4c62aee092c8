// The signal of traces: from the body of a request into the store and the log.

import type { SpanBatch } from '../model/span-batch.ts';
import { decodeTrace } from '../otlp/trace/decode-trace.ts';
import { encodeStatus, encodeTraceResponse } from '../otlp/trace/response.ts';
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
    refuse: encodeStatus,
    accept(body, encoding) {
      const decoded = decodeTrace(body, encoding, batch);
      if (!decoded.ok) {
        const message = `the body is not an ExportTraceServiceRequest: ${decoded.error}`;
        onProblem(`A request was refused: ${message}.`);
        return { status: 400, body: encodeStatus(encoding, INVALID_ARGUMENT, message) };
      }
      if (batch.rejected > 0) onProblem(`${batch.rejected} ${REJECTED}.`);
      onSpans(batch);
      return { status: 200, body: encodeTraceResponse(encoding, batch.rejected, REJECTED) };
    },
  };
}
