// An ExportTraceServiceRequest to columns, in whichever encoding it came.

import type { Result } from '../../base/result.ts';
import type { Encoding, SpanBatch } from '../../model/span-batch.ts';
import { decodeTraceJson } from './decode-json.ts';
import { decodeTraceProtobuf } from './decode-protobuf.ts';

export function decodeTrace(bytes: Uint8Array, encoding: Encoding, batch: SpanBatch): Result<void> {
  return encoding === 'json' ? decodeTraceJson(bytes, batch) : decodeTraceProtobuf(bytes, batch);
}
