// Packs the blocks of runs: zstd where this Node has it, deflate where not. Both run beside the event loop.

import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { Packer } from '../store/runs/run-disk.ts';
import type { Packing } from '../store/runs/run-frame.ts';
import type { SlabPacker } from '../store/slabs.ts';

type Pack = (bytes: Uint8Array) => Promise<Uint8Array>;

/** Since Node 22.15 and 23.8. */
const hasZstd = 'zstdCompress' in zlib && typeof zlib.zstdCompress === 'function';

/** The quickest level of both: a run is written while it goes on. */
const pack: Pack = hasZstd
  ? (bytes) => promisify(zlib.zstdCompress)(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 1 } })
  : (bytes) => promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.deflateRaw)(bytes, { level: 1 });

export const packer: Packer = {
  packing: hasZstd ? 'zstd' : 'deflate',
  pack,
  unpack(bytes, packing, length) {
    try {
      const unpacked = packing === 'none' ? bytes : unpack(bytes, packing, length);
      return unpacked?.length === length ? unpacked : undefined;
    } catch {
      return undefined;
    }
  },
};

/** Larger ones are unpacked piece by piece. */
const MOST_AT_ONCE = 8 << 20;

/** Throws for bytes that are none. At once, as that takes less time than to hand them to another thread and back. */
function unpack(bytes: Uint8Array, packing: Exclude<Packing, 'none'>, length: number): Uint8Array | undefined {
  // A block says how long it is, and may lie: it is unpacked into no more than that. With room for it all nothing is put together.
  const room = { maxOutputLength: Math.max(1, length), chunkSize: Math.min(length + 64, MOST_AT_ONCE) };
  if (packing === 'deflate') return plain(zlib.inflateRawSync(bytes, room));
  return hasZstd ? plain(zlib.zstdDecompressSync(bytes, room)) : undefined;
}

/** For bytes in memory. */
export const slabPacker: SlabPacker = {
  pack,
  unpack: (packed, length) => unpack(packed, hasZstd ? 'zstd' : 'deflate', length) ?? new Uint8Array(0),
};

/** A Buffer's slice is a view where that of an array of bytes is a copy: nobody here is given one. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
