// Snappy, which Collectors send over gRPC in its framing and over HTTP as one block.
// Formats: https://github.com/google/snappy, format_description.txt and framing_format.txt. Checksums are not verified: TCP has.

import { TooLong } from './too-long.ts';

const IDENTIFIER = 0xff;
/** A chunk of that kind that holds "sNaPpY": all framed streams begin so. */
const STREAM_HEAD = [IDENTIFIER, 6, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59];
const COMPRESSED = 0;
const UNCOMPRESSED = 1;
const FIRST_SKIPPABLE = 0x80;
const CHECKSUM = 4;

/** Throws RangeError on malformed bytes, and where more than `limit` bytes come out. */
export function decompressSnappy(bytes: Uint8Array, limit: number): Uint8Array {
  const isFramed = STREAM_HEAD.every((byte, i) => bytes[i] === byte);
  return isFramed ? decompressFrames(bytes, limit) : decompressBlock(bytes, limit);
}

function decompressFrames(bytes: Uint8Array, limit: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at];
    const end = at + 4 + (byteAt(bytes, at + 1) | (byteAt(bytes, at + 2) << 8) | (byteAt(bytes, at + 3) << 16));
    if (end > bytes.length) throw new RangeError('a chunk is cut short');
    const data = bytes.subarray(at + 4 + CHECKSUM, end);
    if (kind === COMPRESSED) pieces.push(decompressBlock(data, limit - length));
    else if (kind === UNCOMPRESSED) pieces.push(data);
    else if (kind !== IDENTIFIER && (kind ?? 0) < FIRST_SKIPPABLE) throw new RangeError(`chunks of kind ${kind}`);
    length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (length > limit) throw new TooLong();
    at = end;
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function decompressBlock(bytes: Uint8Array, limit: number): Uint8Array {
  let at = 0;
  const read = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i++) value += byteAt(bytes, at++) * 2 ** (8 * i);
    return value;
  };
  let size = 0;
  for (let scale = 1, byte = 128; byte >= 128; scale *= 128) {
    byte = byteAt(bytes, at++);
    size += (byte & 127) * scale;
    if (scale > 2 ** 28) throw new RangeError('its length is none');
  }
  if (size > limit) throw new TooLong();
  // The most that an element of three bytes makes is 64.
  if (size > bytes.length * 64) throw new RangeError('its length is a lie');
  const out = new Uint8Array(size);
  let written = 0;
  while (at < bytes.length) {
    const tag = read(1);
    const rest = tag >> 2;
    let length: number;
    if ((tag & 3) === 0) {
      length = (rest < 60 ? rest : read(rest - 59)) + 1;
      if (at + length > bytes.length || written + length > size) throw new RangeError('a literal is too long');
      out.set(bytes.subarray(at, at + length), written);
      at += length;
    } else {
      length = (tag & 3) === 1 ? (rest & 7) + 4 : rest + 1;
      const offset = (tag & 3) === 1 ? ((tag >> 5) << 8) + read(1) : read((tag & 3) === 2 ? 2 : 4);
      if (offset === 0 || offset > written || written + length > size) throw new RangeError('a copy from nowhere');
      // Byte by byte where it runs into itself: that is how repetitions are written.
      if (offset >= length) out.copyWithin(written, written - offset, written - offset + length);
      else for (let i = written; i < written + length; i++) out[i] = byteAt(out, i - offset);
    }
    written += length;
  }
  if (written !== size) throw new RangeError('it is cut short');
  return out;
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new RangeError('it is cut short');
  return byte;
}
