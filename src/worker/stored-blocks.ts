// Blocks of a run's file as bytes that are read when they are asked for.

import { closeSync, openSync, readSync } from 'node:fs';
import type { BlockPlace } from '../store/runs/read-run.ts';
import type { StoredBlock } from '../store/slabs.ts';
import { packer } from './packer.ts';

/** The same block for the same place, while places of one come one after another. The file is open until the signal, or the end of the process. Throws what the disk says. */
export function openBlocks(path: string, signal?: AbortSignal): (place: BlockPlace) => StoredBlock {
  signal?.throwIfAborted();
  const file = openSync(path, 'r');
  let isOpen = true;
  signal?.addEventListener('abort', () => {
    isOpen = false;
    closeSync(file);
  });
  let last: { readonly place: BlockPlace; readonly block: StoredBlock } | undefined;
  return (place) => {
    if (last?.place !== place) last = { place, block: { read: () => (isOpen ? readBlock(file, place) : NOTHING) } };
    return last.block;
  };
}

const NOTHING = new Uint8Array(0);

/** Empty where the file is not any more what it was. */
function readBlock(file: number, { position, length, packing, unpacked }: BlockPlace): Uint8Array {
  try {
    const content = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(file, content, filled, length - filled, position + filled);
      if (count === 0) return NOTHING;
      filled += count;
    }
    return packer.unpack(content, packing, unpacked) ?? NOTHING;
  } catch {
    return NOTHING;
  }
}
