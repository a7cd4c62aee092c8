// What a run is made of: the bodies of requests, and notes of whoever writes it.

import type { Encoding } from '../../model/span-batch.ts';

export interface RunBody {
  /** A note is what the writer has to say beside bodies: JSON. */
  readonly signal: 'traces' | 'logs' | 'metrics' | 'note';
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
}

type BodyKind = Pick<RunBody, 'signal' | 'encoding'>;

/** By their number in a file. */
const KINDS: readonly BodyKind[] = [
  { signal: 'traces', encoding: 'protobuf' },
  { signal: 'traces', encoding: 'json' },
  { signal: 'note', encoding: 'json' },
  { signal: 'logs', encoding: 'protobuf' },
  { signal: 'logs', encoding: 'json' },
  { signal: 'metrics', encoding: 'protobuf' },
  { signal: 'metrics', encoding: 'json' },
];

/** Bytes before those of a body: its kind (u8) and its length (u32, little-endian). */
export const BODY_HEADER = 5;

export function writeBodyHeader(target: Uint8Array, at: number, { signal, encoding }: BodyKind, length: number): void {
  target[at] = KINDS.findIndex((kind) => kind.signal === signal && kind.encoding === encoding);
  new DataView(target.buffer, target.byteOffset).setUint32(at + 1, length, true);
}

/** The bodies of a block, in order, with where each begins; what is of a kind that is not known is left out. */
export function readBodies(block: Uint8Array, take: (body: RunBody, offset: number) => void): void {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  for (let at = 0; at + BODY_HEADER <= block.length; ) {
    const start = at + BODY_HEADER;
    const end = start + view.getUint32(at + 1, true);
    if (end > block.length) return;
    const kind = KINDS[block[at]!];
    if (kind !== undefined) take({ ...kind, bytes: block.subarray(start, end) }, start);
    at = end;
  }
}
