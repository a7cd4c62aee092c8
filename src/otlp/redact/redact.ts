// Covers the secrets of a request before it is written to a file.

import type { Encoding } from '../../model/span-batch.ts';
import { redactJson } from './redact-json.ts';
import { type RedactedSignal, redactProtobuf } from './redact-protobuf.ts';
import { SecretKeys } from './secret-keys.ts';

export type Redact = (bytes: Uint8Array, signal: RedactedSignal, encoding: Encoding) => number;

/** It changes the bytes in place, and answers with how many values it covered. What it learns of keys it keeps. */
export function createRedact(): Redact {
  const keys = new SecretKeys();
  return (bytes, signal, encoding) =>
    encoding === 'json' ? redactJson(bytes, keys) : redactProtobuf(bytes, signal, keys);
}
