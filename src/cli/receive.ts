// Receiver, stores and spool together, for one command: what the child of an editor does, in this process.

import { SpanBatch } from '../model/span-batch.ts';
import { encodeStatus } from '../otlp/export/response.ts';
import * as spanReader from '../otlp/trace/span-reader.ts';
import { listen } from '../receiver/receiver.ts';
import { SpanStore } from '../store/span-store.ts';
import { Notices } from '../worker/notices.ts';
import { createOtherSignals, type OtherSignals, SPANS_SHARE } from '../worker/other-signals.ts';
import { Spool } from '../worker/spool.ts';
import { createTraceSignal } from '../worker/trace-signal.ts';
import type { OutFile } from './out-file.ts';

export interface Received {
  readonly store: SpanStore;
  readonly others: OtherSignals;
  readonly notices: Notices;
}

export interface Receiving extends Received {
  readonly port: number;
  /** Takes no more, and finishes what it has accepted. */
  end(): Promise<void>;
}

export interface ReceiveOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** The folder that hooks write into; undefined for none. */
  readonly spool: string | undefined;
  readonly out: OutFile | undefined;
}

/** Bytes that are kept for the summary; the file has all. */
const MEMORY = 256 << 20;
/** Milliseconds that requests on their way may take at the end. */
const LAST_MOMENT = 2000;

/** Rejects with the system's error when the port cannot be had. */
export async function receive({ port, spool: folder, out }: ReceiveOptions): Promise<Receiving> {
  const notices = new Notices(() => {});
  const store = new SpanStore(spanReader, MEMORY * SPANS_SHARE);
  const batch = new SpanBatch();
  const onProblem = (message: string) => notices.add(message);
  const show = (spans: SpanBatch) => store.append(spans);
  const append = (spans: SpanBatch) => {
    out?.spans(spans);
    return show(spans);
  };
  const spool =
    folder === undefined
      ? undefined
      : new Spool(folder, batch, { append, show, hasRow: (row) => store.hasRow(row), say: onProblem });
  const others = createOtherSignals({
    memoryLimit: MEMORY,
    keep(body) {
      if (body.signal !== 'note') out?.request(body, body.signal);
    },
    onChange: () => {},
    onProblem,
  });
  const traces = createTraceSignal(batch, {
    take(spans) {
      spool?.receive(spans);
      if (spans.count > 0) append(spans);
    },
    onProblem,
  });
  const receiver = await listen({
    ...{ signals: [traces, ...others.signals], encodeStatus, port },
    onRefusal: ({ message }) => notices.add(`Refused: ${message}.`),
  });
  await spool?.open();
  return {
    ...{ store, others, notices, port: receiver.port },
    async end() {
      await receiver.finish(LAST_MOMENT);
      await receiver[Symbol.asyncDispose]();
      await spool?.end();
    },
  };
}
