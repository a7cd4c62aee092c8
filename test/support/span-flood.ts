// Spans by the hundred thousand: one request is encoded once, then ids, names and a mark are written into it in place.

import { SpanBatch } from '../../src/model/span-batch.ts';
import { decodeTrace } from '../../src/otlp/trace/decode-trace.ts';
import { spanId, toProtobufBytes, traceRequest } from './trace-request.ts';

/** Eight characters each, of which there is a place in each span. */
const MARK = '########';
const NAME = '@@@@@@@@';

export interface FloodSpan {
  /** The last 32 bits of the trace id. */
  readonly trace: number;
  /** The last 32 bits of the span id. */
  readonly span: number;
  /** Also the value of the attribute "mark". */
  readonly mark: number;
  /** A name that no other span has, made from the mark. */
  readonly ownName?: boolean;
}

/** `size` spans of about `bytes` bytes each; the answer fills a batch with what it is told of each. */
export function createFlood(size: number, bytes: number): (describe: (i: number) => FloodSpan) => SpanBatch {
  const filler = 'x'.repeat(Math.max(0, bytes - 150));
  const spans = Array.from({ length: size }, (_, i) => ({
    id: spanId(i + 1),
    name: `a name of some length, as URLs are /${NAME}`,
    attributes: { mark: MARK, filler },
  }));
  const body = toProtobufBytes(traceRequest('flood', spans));
  const batch = new SpanBatch();
  decodeTrace(body, 'protobuf', batch);
  const places = Array.from({ length: size }, (_, i) => ({
    mark: Buffer.from(body.buffer, body.byteOffset).indexOf(MARK, batch.offset[i]),
    name: Buffer.from(body.buffer, body.byteOffset).indexOf(NAME, batch.offset[i]),
  }));
  return (describe) => {
    for (const [i, place] of places.entries()) {
      const { trace, span, mark, ownName = false } = describe(i);
      batch.traceId.set([0, 0, 7, trace], i * 4);
      batch.spanId.set([1, span], i * 2);
      body.set(digits(mark), place.mark);
      body.set(digits(ownName ? mark : 0), place.name);
    }
    return batch;
  };
}

export function floodTraceId(trace: number): string {
  return `${'0'.repeat(16)}00000007${trace.toString(16).padStart(8, '0')}`;
}

export function floodMark(mark: number): string {
  return mark.toString(16).padStart(8, '0');
}

function digits(mark: number): Uint8Array {
  return new TextEncoder().encode(floodMark(mark));
}
