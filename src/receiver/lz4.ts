// LZ4 frames, which Collectors can send over HTTP.
// Formats: https://github.com/lz4/lz4, doc/lz4_Frame_format.md and lz4_Block_format.md. Checksums are not verified: TCP has.

import { TooLong } from './too-long.ts';

const MAGIC = 0x184d2204;
/** Bits of the byte behind it. */
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;
/** Of a block's length. */
const UNCOMPRESSED = 0x80000000;
const SHORTEST_MATCH = 4;
const SMALLEST = 64 << 10;

/** Throws RangeError on malformed bytes, and where more than `limit` bytes come out. */
export function decompressLz4(bytes: Uint8Array, limit: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Output(limit);
  for (let at = 0; at < bytes.length; ) {
    if (view.getUint32(at, true) !== MAGIC) throw new RangeError('a frame does not begin as frames do');
    const flags = view.getUint8(at + 4);
    if ((flags & DICTIONARY) !== 0) throw new RangeError('it needs a dictionary');
    // Behind the block size and before the blocks stands a check of the head.
    at += 7 + ((flags & CONTENT_SIZE) === 0 ? 0 : 8);
    for (;;) {
      const word = view.getUint32(at, true);
      at += 4;
      if (word === 0) break;
      const end = at + (word % UNCOMPRESSED);
      if (end > bytes.length) throw new RangeError('a block is cut short');
      if (word >= UNCOMPRESSED) out.add(bytes.subarray(at, end));
      else decompressBlock(bytes.subarray(at, end), out);
      at = end + ((flags & BLOCK_CHECKSUM) === 0 ? 0 : 4);
    }
    at += (flags & CONTENT_CHECKSUM) === 0 ? 0 : 4;
  }
  return out.bytes;
}

function decompressBlock(bytes: Uint8Array, out: Output): void {
  let at = 0;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new RangeError('it is cut short');
    return value;
  };
  /** A nibble, with what follows it where it is full. */
  const length = (nibble: number): number => {
    let sum = nibble;
    if (nibble === 15) for (let next = 255; next === 255; sum += next) next = byte();
    return sum;
  };
  while (at < bytes.length) {
    const token = byte();
    const literals = length(token >> 4);
    if (at + literals > bytes.length) throw new RangeError('a literal is too long');
    out.add(bytes.subarray(at, at + literals));
    at += literals;
    // The last of a block has literals only.
    if (at === bytes.length) return;
    const offset = byte() + byte() * 256;
    out.repeat(offset, length(token & 15) + SHORTEST_MATCH);
  }
}

/** What has come out, to which later blocks refer as well. */
class Output {
  readonly #limit: number;
  #buffer = new Uint8Array(SMALLEST);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  add(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  repeat(offset: number, length: number): void {
    if (offset === 0 || offset > this.#length) throw new RangeError('a copy from nowhere');
    this.#reserve(length);
    const from = this.#length - offset;
    // In steps, where it runs into itself: each has twice as much to copy from.
    for (let done = 0; done < length; ) {
      const step = Math.min(length - done, offset + done);
      this.#buffer.copyWithin(this.#length + done, from, from + step);
      done += step;
    }
    this.#length += length;
  }

  #reserve(more: number): void {
    const length = this.#length + more;
    if (length > this.#limit) throw new TooLong();
    if (length <= this.#buffer.length) return;
    const wider = new Uint8Array(Math.max(length, this.#buffer.length * 2));
    wider.set(this.bytes);
    this.#buffer = wider;
  }
}
