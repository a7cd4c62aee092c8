// The answers of an OTLP receiver, in the encoding of the request: written here, and read where another one gives them.
// OTLP 1.9, "OTLP/HTTP Response": an Export*ServiceResponse on success, google.rpc.Status on failure.

import type { Encoding } from '../../model/span-batch.ts';
import { ProtobufReader, ProtobufWriter } from '../wire/protobuf-reader.ts';

const utf8 = new TextEncoder();

/** What an Export*PartialSuccess counts, as its JSON field is called; in protobuf the field has the same number in all. */
export type Rejected = 'rejectedSpans' | 'rejectedLogRecords' | 'rejectedDataPoints' | 'rejectedProfiles';

export interface PartialSuccess {
  /** What was left out; 0 for none. */
  readonly rejected: number;
  readonly reason: string;
}

/** So many of `what` were left out because of `reason`; 0 for none. */
export function encodeExportResponse(encoding: Encoding, what: Rejected, rejected: number, reason: string): Uint8Array {
  if (encoding === 'json')
    return utf8.encode(
      JSON.stringify(rejected === 0 ? {} : { partialSuccess: { [what]: String(rejected), errorMessage: reason } }),
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

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

/** `code` is a google.rpc.Code, e.g. 3 for INVALID_ARGUMENT; `retryAfter` in whole seconds, where it is to be sent again. */
export function encodeStatus(encoding: Encoding, code: number, message: string, retryAfter?: number): Uint8Array {
  if (encoding === 'json') return utf8.encode(JSON.stringify({ code, message }));
  const status = new ProtobufWriter();
  status.varint(1, code);
  status.text(2, message);
  if (retryAfter !== undefined) status.message(3, encodeRetryInfo(retryAfter));
  return status.finish();
}

/** As a google.protobuf.Any. */
function encodeRetryInfo(seconds: number): Uint8Array {
  const delay = new ProtobufWriter();
  delay.varint(1, seconds);
  const info = new ProtobufWriter();
  info.message(1, delay.finish());
  const any = new ProtobufWriter();
  any.text(1, RETRY_INFO);
  any.message(2, info.finish());
  return any.finish();
}

/** Nothing was rejected where it cannot be read: the request has been taken. */
export function decodeExportResponse(encoding: Encoding, bytes: Uint8Array): PartialSuccess {
  try {
    return encoding === 'json' ? decodeJson(bytes) : decodeProtobuf(bytes);
  } catch {
    return { rejected: 0, reason: '' };
  }
}

function decodeJson(bytes: Uint8Array): PartialSuccess {
  const response: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const partial = fieldOf(response, 'partialSuccess');
  const names = ['rejectedSpans', 'rejectedLogRecords', 'rejectedDataPoints'];
  const rejected = Number(names.map((name) => fieldOf(partial, name)).find((found) => found !== undefined) ?? 0);
  const reason = fieldOf(partial, 'errorMessage');
  return { rejected: Number.isSafeInteger(rejected) ? rejected : 0, reason: typeof reason === 'string' ? reason : '' };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function decodeProtobuf(bytes: Uint8Array): PartialSuccess {
  const response = new ProtobufReader(bytes);
  let rejected = 0;
  let reason = '';
  while (response.more) {
    const tag = response.tag();
    if (tag !== 0x0a) {
      response.skip(tag);
      continue;
    }
    const partial = response.message();
    while (partial.more) {
      const field = partial.tag();
      if (field === 0x08) rejected = partial.varint();
      else if (field === 0x12) reason = partial.text();
      else partial.skip(field);
    }
  }
  return { rejected, reason };
}
