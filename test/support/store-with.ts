// A store fed as the worker feeds it: requests are encoded, decoded and appended.

import type { SpanState } from '../../src/model/span.ts';
import { CUT_OFF, type Encoding, OPEN, SpanBatch, type SpanProcess } from '../../src/model/span-batch.ts';
import { decodeTrace } from '../../src/otlp/trace/decode-trace.ts';
import * as spanReader from '../../src/otlp/trace/span-reader.ts';
import type { SlabPacker } from '../../src/store/slabs.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import { type SpanSpec, toJsonBytes, toProtobufBytes, traceRequest } from './trace-request.ts';

export interface FedStore {
  readonly store: SpanStore;
  /** Answers with the rows that the spans got. */
  receive(service: string, spans: readonly SpanSpec[], encoding?: 'protobuf' | 'json'): readonly number[];
  /** A request in JSON. */
  receiveBytes(request: Uint8Array): readonly number[];
  /** As `receive`, where a spool has told who made them. */
  receiveFrom(process: SpanProcess, service: string, spans: readonly SpanSpec[]): readonly number[];
  /** Spans that a spool tells of; `replaced`: the rows whose place they take, in their order. */
  tell(
    state: SpanState,
    service: string,
    spans: readonly SpanSpec[],
    replaced?: readonly number[],
    process?: SpanProcess,
  ): readonly number[];
}

const UNFINISHED = { ended: 0, open: OPEN, 'cut off': CUT_OFF } as const;

export function createFedStore(memoryLimit = 256 << 20, packer?: SlabPacker): FedStore {
  const store = new SpanStore(spanReader, memoryLimit, packer);
  const batch = new SpanBatch();
  const take = (bytes: Uint8Array, encoding: Encoding, prepare: () => void) => {
    const decoded = decodeTrace(bytes, encoding, batch);
    if (!decoded.ok) throw new Error(decoded.error);
    prepare();
    const first = store.append(batch);
    // The worker's buffer is used again for the next request.
    bytes.fill(0);
    return Array.from({ length: batch.count }, (_, i) => first + i);
  };
  return {
    store,
    receive(service, spans, encoding = 'protobuf') {
      const request = traceRequest(service, spans);
      return take(encoding === 'json' ? toJsonBytes(request) : toProtobufBytes(request), encoding, () => {});
    },
    receiveBytes: (request) => take(request, 'json', () => {}),
    receiveFrom(process, service, spans) {
      return take(toProtobufBytes(traceRequest(service, spans)), 'protobuf', () => batch.processes.set(0, process));
    },
    tell(state, service, spans, replaced = [], process) {
      return take(toJsonBytes(traceRequest(service, spans)), 'json', () => {
        if (process !== undefined) batch.processes.set(0, process);
        batch.unfinished = UNFINISHED[state];
        for (const [i, row] of replaced.entries()) batch.replaced.set(i, row);
      });
    },
  };
}
