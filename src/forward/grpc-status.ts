// What the status of a gRPC call says about trying again.
// https://opentelemetry.io/docs/specs/otlp/#failures; google.rpc.Status and RetryInfo.

import { ProtobufReader } from '../otlp/wire/protobuf-reader.ts';
import type { Outcome } from './delivery.ts';

const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];
const RETRYABLE = ['CANCELLED', 'DEADLINE_EXCEEDED', 'ABORTED', 'OUT_OF_RANGE', 'UNAVAILABLE', 'DATA_LOSS'];
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

export interface GrpcStatus {
  readonly code: number;
  readonly message: string;
  /** The header grpc-status-details-bin. */
  readonly details: string | undefined;
}

/** Of any status but OK. */
export function judgeGrpcStatus({ code, message, details }: GrpcStatus): Outcome {
  const name = NAMES[code] ?? `status ${code}`;
  const reason = `it answered ${name}${message === '' ? '' : `: ${message}`}`;
  const after = details === undefined ? undefined : retryDelay(details);
  // A server that is exhausted may be asked again only if it says when.
  return RETRYABLE.includes(name) || (name === 'RESOURCE_EXHAUSTED' && after !== undefined)
    ? { kind: 'later', reason, after }
    : { kind: 'refused', reason };
}

/** Milliseconds; undefined where the details have none. */
function retryDelay(details: string): number | undefined {
  try {
    let delay: number | undefined;
    const status = new ProtobufReader(Buffer.from(details, 'base64'));
    eachField(status, (tag) => {
      if (tag !== 0x1a) return status.skip(tag);
      delay = delayOf(status.message()) ?? delay;
    });
    return delay;
  } catch {
    return undefined;
  }
}

/** Of a google.protobuf.Any that holds a RetryInfo. */
function delayOf(any: ProtobufReader): number | undefined {
  let type = '';
  let info: ProtobufReader | undefined;
  eachField(any, (tag) => {
    if (tag === 0x0a) type = any.text();
    else if (tag === 0x12) info = any.message();
    else any.skip(tag);
  });
  if (type !== RETRY_INFO || info === undefined) return undefined;
  const found = info;
  let milliseconds = 0;
  eachField(found, (tag) => {
    if (tag !== 0x0a) return found.skip(tag);
    const duration = found.message();
    eachField(duration, (part) => {
      if (part === 0x08) milliseconds += duration.varint() * 1000;
      else if (part === 0x10) milliseconds += duration.varint() / 1e6;
      else duration.skip(part);
    });
  });
  return milliseconds;
}

function eachField(reader: ProtobufReader, read: (tag: number) => void): void {
  while (reader.more) read(reader.tag());
}
