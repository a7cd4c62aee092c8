// The body of a request into one pooled buffer, inflated where it was compressed, bounded both times.

import type { IncomingMessage } from 'node:http';
import { gunzip, inflate } from 'node:zlib';
import type { BodyPool } from './body-pool.ts';
import type { ReceiverLimits } from './limits.ts';

export type ContentEncoding = 'identity' | 'gzip' | 'deflate';

export type BodyResult =
  /** `bytes` belongs to the pool again once `done` was called. */
  | { readonly kind: 'body'; readonly bytes: Uint8Array; readonly done: () => void }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'malformed'; readonly reason: string }
  /** The client went away; there is nobody to answer. */
  | { readonly kind: 'gone' };

export async function readBody(
  request: IncomingMessage,
  encoding: ContentEncoding,
  pool: BodyPool,
  limits: ReceiverLimits,
): Promise<BodyResult> {
  const raw = await readRaw(request, pool, limits.body);
  if (raw.kind !== 'body' || encoding === 'identity') return raw;
  const inflated = await inflateBody(raw.bytes, encoding, limits.inflated);
  raw.done();
  return inflated;
}

function readRaw(request: IncomingMessage, pool: BodyPool, limit: number): Promise<BodyResult> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) return Promise.resolve({ kind: 'too-large', limit });
  return new Promise((resolve) => {
    let buffer = pool.take(announced);
    let length = 0;
    let settled = false;
    const end = (result: BodyResult) => {
      // 'close' follows 'end' too: by then the buffer may serve another request.
      if (settled) return;
      settled = true;
      if (result.kind !== 'body') pool.give(buffer);
      resolve(result);
    };
    request.on('data', (chunk: Uint8Array) => {
      if (length + chunk.length > limit) {
        request.removeAllListeners('data');
        end({ kind: 'too-large', limit });
        return;
      }
      if (length + chunk.length > buffer.length) {
        // Only a chunked body grows: the length of any other is known before.
        const wider = new Uint8Array((length + chunk.length) * 2);
        wider.set(buffer.subarray(0, length));
        pool.give(buffer);
        buffer = wider;
      }
      buffer.set(chunk, length);
      length += chunk.length;
    });
    request.on('end', () => end({ kind: 'body', bytes: buffer.subarray(0, length), done: () => pool.give(buffer) }));
    request.on('error', () => end({ kind: 'gone' }));
    request.on('close', () => end({ kind: 'gone' }));
  });
}

/** zlib stops at the limit by itself: a bomb never becomes larger in memory than that. */
function inflateBody(bytes: Uint8Array, encoding: 'gzip' | 'deflate', limit: number): Promise<BodyResult> {
  const run = encoding === 'gzip' ? gunzip : inflate;
  const options = { maxOutputLength: limit, chunkSize: outputSize(bytes, encoding, limit) };
  return new Promise((resolve) => {
    run(bytes, options, (error, inflated) => {
      if (!error) resolve({ kind: 'body', bytes: inflated, done: () => {} });
      else if (isTooLarge(error)) resolve({ kind: 'too-large', limit });
      else resolve({ kind: 'malformed', reason: `the body is not ${encoding}: ${error.message}` });
    });
  });
}

function isTooLarge(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

/** gzip ends with the size before compression (RFC 1952, section 2.3.1): one output buffer instead of many. It may lie. */
function outputSize(bytes: Uint8Array, encoding: 'gzip' | 'deflate', limit: number): number {
  const smallest = 64 << 10;
  if (encoding !== 'gzip' || bytes.length < 18) return smallest;
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
  const plausible = Math.min(limit, bytes.length * 1032);
  return Math.max(smallest, Math.min(size + 1, plausible, 16 << 20));
}
