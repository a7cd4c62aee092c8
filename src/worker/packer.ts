// Packs the blocks of runs: zstd where this Node has it, deflate where not. Both run beside the event loop.

import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import type { Packer } from '../store/runs/run-disk.ts';
import type { Packing } from '../store/runs/run-frame.ts';

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
  async unpack(bytes, packing, length) {
    // A block says how long it is, and may lie: it is unpacked into no more than that.
    const most = { maxOutputLength: Math.max(1, length) };
    const unpacked = await unpackWith(packing, bytes, most).catch(() => undefined);
    return unpacked?.length === length ? unpacked : undefined;
  },
};

async function unpackWith(
  packing: Packing,
  bytes: Uint8Array,
  most: { readonly maxOutputLength: number },
): Promise<Uint8Array | undefined> {
  switch (packing) {
    case 'none':
      return bytes;
    case 'deflate':
      return promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflateRaw)(bytes, most);
    case 'zstd':
      return hasZstd ? promisify(zlib.zstdDecompress)(bytes, most) : undefined;
  }
}
