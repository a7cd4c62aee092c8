// A receiver in this process with the signal that the worker gives it, and a record of what came in.

import type { SpanBatch } from '../../src/model/span-batch.ts';
import { SpanBatch as Batch } from '../../src/model/span-batch.ts';
import { encodeStatus } from '../../src/otlp/export/response.ts';
import { DEFAULT_LIMITS, type ReceiverLimits } from '../../src/receiver/limits.ts';
import { listen, type Receiver } from '../../src/receiver/receiver.ts';
import { createTraceSignal } from '../../src/worker/trace-signal.ts';

export interface OpenReceiver extends AsyncDisposable {
  readonly port: number;
  /** Spans of each accepted request. */
  readonly accepted: readonly number[];
  readonly refusals: readonly string[];
  readonly problems: readonly string[];
}

export async function openReceiver(limits: Partial<ReceiverLimits> = {}): Promise<OpenReceiver> {
  const accepted: number[] = [];
  const refusals: string[] = [];
  const problems: string[] = [];
  const onSpans = (batch: SpanBatch) => void accepted.push(batch.count);
  const receiver: Receiver = await listen({
    signals: [createTraceSignal(new Batch(), { take: onSpans, onProblem: (problem) => void problems.push(problem) })],
    encodeStatus,
    port: 0,
    limits: { ...DEFAULT_LIMITS, ...limits },
    onRefusal: ({ status, message }) => void refusals.push(`${status} ${message}`),
  });
  return {
    port: receiver.port,
    accepted,
    refusals,
    problems,
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  };
}
