// Compressed bodies: which ways are known, and the bytes, bounded.

import * as zlib from 'node:zlib';
import type { BodyBuffers } from './body-buffers.ts';
import { decompressLz4 } from './lz4.ts';
import { decompressSnappy } from './snappy.ts';

/** `deflate` is the zlib format, or bare where a sender takes the name by its word. */
export type Compression = 'gzip' | 'deflate' | 'zstd' | 'snappy' | 'lz4';

/** The oldest editors run on a Node without zstd. */
const HAS_ZSTD = typeof zlib.zstdDecompress === 'function';

/** By the names that senders give them. */
const NAMES: ReadonlyMap<string, Compression | 'identity'> = new Map([
  ['', 'identity'],
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['deflate', 'deflate'],
  ['zlib', 'deflate'],
  ['snappy', 'snappy'],
  ['x-snappy-framed', 'snappy'],
  ['lz4', 'lz4'],
  ...(HAS_ZSTD ? ([['zstd', 'zstd']] as const) : []),
]);

/** As a header lists them. */
export const KNOWN_COMPRESSIONS = HAS_ZSTD ? 'gzip, deflate, zstd, snappy, lz4' : 'gzip, deflate, snappy, lz4';

/** Below this the way to another thread and back takes longer than the work: bytes as sent. */
const AT_ONCE = 8 << 10;

const SMALLEST_CHUNK = 16 << 10;
const LARGEST_CHUNK = 16 << 20;

export type Decompressed =
  /** `done` gives back what is counted for them. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly done: () => void }
  | { readonly kind: 'too large' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Undefined for one that is not known. */
export function compressionNamed(name: string | undefined): Compression | 'identity' | undefined {
  return NAMES.get(name?.trim().toLowerCase() ?? '');
}

/** zlib stops at the limit by itself: a bomb never becomes larger in memory than that. */
export async function decompress(
  bytes: Uint8Array,
  compression: Compression,
  limit: number,
  buffers: BodyBuffers,
): Promise<Decompressed> {
  const likely = likelySize(bytes, compression, limit);
  if (!buffers.reserve(likely)) return { kind: 'busy' };
  try {
    const inflated = await run(bytes, compression, limit, likely);
    return { kind: 'bytes', bytes: inflated, done: () => buffers.release(likely) };
  } catch (error) {
    buffers.release(likely);
    if (!(error instanceof Error)) throw error;
    return 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
      ? { kind: 'too large' }
      : { kind: 'malformed', reason: `the body is not ${compression}: ${error.message}` };
  }
}

function run(
  bytes: Uint8Array,
  compression: Compression,
  limit: number,
  likely: number,
): Uint8Array | Promise<Uint8Array> {
  const chunkSize = Math.max(SMALLEST_CHUNK, Math.min(likely + 1, LARGEST_CHUNK));
  const options = { maxOutputLength: limit, chunkSize };
  const isSmall = bytes.length < AT_ONCE;
  switch (compression) {
    case 'snappy':
      return decompressSnappy(bytes, limit);
    case 'lz4':
      return decompressLz4(bytes, limit);
    case 'gzip':
      return isSmall ? zlib.gunzipSync(bytes, options) : elsewhere(zlib.gunzip, bytes, options);
    case 'zstd':
      return isSmall ? zlib.zstdDecompressSync(bytes, options) : elsewhere(zlib.zstdDecompress, bytes, options);
    case 'deflate': {
      if (isSmall) return hasZlibHead(bytes) ? zlib.inflateSync(bytes, options) : zlib.inflateRawSync(bytes, options);
      return elsewhere(hasZlibHead(bytes) ? zlib.inflate : zlib.inflateRaw, bytes, options);
    }
  }
}

type Run = (
  bytes: Uint8Array,
  options: { readonly maxOutputLength: number; readonly chunkSize: number },
  callback: (error: Error | null, result: Uint8Array) => void,
) => void;

function elsewhere(work: Run, bytes: Uint8Array, options: Parameters<Run>[1]): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    work(bytes, options, (error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** RFC 1950, section 2.2: method 8, and a check over the two bytes. */
function hasZlibHead(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = bytes;
  return (method & 15) === 8 && (method * 256 + flags) % 31 === 0;
}

/** gzip ends with the size before compression (RFC 1952, section 2.3.1), and may lie: one output buffer instead of many. */
function likelySize(bytes: Uint8Array, compression: Compression, limit: number): number {
  if (compression !== 'gzip' || bytes.length < 18) return Math.min(limit, bytes.length * 8);
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4, true);
  return Math.min(limit, size, bytes.length * 1032);
}
