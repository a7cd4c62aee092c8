// The answers of an OTLP/HTTP receiver, in the encoding of the request.
// OTLP 1.9, "OTLP/HTTP Response": ExportTraceServiceResponse on success, google.rpc.Status on failure.

import type { Encoding } from '../../model/span-batch.ts';
import { ProtobufWriter } from '../wire/protobuf-reader.ts';

const utf8 = new TextEncoder();

/** `rejected` spans were left out because of `reason`; 0 for none. */
export function encodeTraceResponse(encoding: Encoding, rejected: number, reason: string): Uint8Array {
  if (encoding === 'json')
    return utf8.encode(
      JSON.stringify(
        rejected === 0 ? {} : { partialSuccess: { rejectedSpans: String(rejected), errorMessage: reason } },
      ),
    );
  const response = new ProtobufWriter();
  if (rejected > 0) {
    const partial = new ProtobufWriter();
    partial.varint(1, rejected);
    partial.text(2, reason);
    response.message(1, partial.finish());
  }
  return response.finish();
}

/** `code` is a google.rpc.Code, e.g. 3 for INVALID_ARGUMENT. */
export function encodeStatus(encoding: Encoding, code: number, message: string): Uint8Array {
  if (encoding === 'json') return utf8.encode(JSON.stringify({ code, message }));
  const status = new ProtobufWriter();
  status.varint(1, code);
  status.text(2, message);
  return status.finish();
}
