// A store fed as the worker feeds it: requests are encoded, decoded and appended.

import { SpanBatch } from '../../src/model/span-batch.ts';
import { decodeTrace } from '../../src/otlp/trace/decode-trace.ts';
import * as spanReader from '../../src/otlp/trace/span-reader.ts';
import { SpanStore } from '../../src/store/span-store.ts';
import { type SpanSpec, toJsonBytes, toProtobufBytes, traceRequest } from './trace-request.ts';

export interface FedStore {
  readonly store: SpanStore;
  /** Answers with the rows that the spans got. */
  receive(service: string, spans: readonly SpanSpec[], encoding?: 'protobuf' | 'json'): readonly number[];
}

export function createFedStore(memoryLimit = 256 << 20): FedStore {
  const store = new SpanStore(spanReader, memoryLimit);
  const batch = new SpanBatch();
  return {
    store,
    receive(service, spans, encoding = 'protobuf') {
      const request = traceRequest(service, spans);
      const bytes = encoding === 'json' ? toJsonBytes(request) : toProtobufBytes(request);
      const decoded = decodeTrace(bytes, encoding, batch);
      if (!decoded.ok) throw new Error(decoded.error);
      const first = store.rows;
      store.append(batch);
      // The worker's buffer is used again for the next request.
      bytes.fill(0);
      return Array.from({ length: batch.count }, (_, i) => first + i);
    },
  };
}
