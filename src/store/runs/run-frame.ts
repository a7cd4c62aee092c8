// How a run lies in a file. Format 1, little-endian: a head of 12 bytes, then frames that each stand for themselves, so that
// what follows a damaged one is found again, and a file that was cut off anywhere can be read up to there and written on.
//
// Head: the eight bytes SPANRUN and a line feed; the format (u32).
// Frame: mark (u32), length of its content (u32), length of that unpacked (u32), check (u32), kind (u8), packing (u8),
// nothing (u16), spans (u32), errors (u32), covered secrets (u32); then the content.

export const RUN_FORMAT = 1;
export const HEAD_BYTES = 12;
export const FRAME_HEADER = 32;

const MAGIC = [0x53, 0x50, 0x41, 0x4e, 0x52, 0x55, 0x4e, 0x0a] as const;
const MARK = 0xf7a3e5d1;
/** Larger ones are none of ours: a body is at most 64 MiB. */
export const MOST_CONTENT = 256 << 20;

/** `about`: JSON, never packed, of what the whole run is. `bodies`: what was received. */
export const FRAME_KIND = { about: 1, bodies: 2 } as const;
/** By their number in a frame. */
export const PACKINGS = ['none', 'deflate', 'zstd'] as const;
export type Packing = (typeof PACKINGS)[number];

export interface FrameHeader {
  readonly kind: number;
  readonly packing: number;
  readonly length: number;
  /** Of the content when it is unpacked. */
  readonly unpacked: number;
  readonly check: number;
  readonly spans: number;
  readonly errors: number;
  readonly redacted: number;
}

export function runHead(): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  head.set(MAGIC);
  new DataView(head.buffer).setUint32(8, RUN_FORMAT, true);
  return head;
}

/** The format that a head names; undefined for a file of another kind. */
export function readHead(bytes: Uint8Array): number | undefined {
  if (bytes.length < HEAD_BYTES || !MAGIC.every((byte, i) => bytes[i] === byte)) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
}

export function toFrame(header: Omit<FrameHeader, 'length' | 'check'>, content: Uint8Array): Uint8Array {
  const frame = new Uint8Array(FRAME_HEADER + content.length);
  const view = new DataView(frame.buffer);
  const words = [header.unpacked, 0, 0, header.spans, header.errors, header.redacted];
  view.setUint32(0, MARK, true);
  view.setUint32(4, content.length, true);
  for (const [i, word] of words.entries()) view.setUint32(8 + i * 4, word, true);
  frame[16] = header.kind;
  frame[17] = header.packing;
  frame.set(content, FRAME_HEADER);
  view.setUint32(12, checkOf(frame, FRAME_HEADER + content.length), true);
  return frame;
}

/** Undefined where no frame begins at this place, as far as its header tells. */
export function readFrameHeader(bytes: Uint8Array, at: number): FrameHeader | undefined {
  if (at + FRAME_HEADER > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, FRAME_HEADER);
  const word = (offset: number) => view.getUint32(offset, true);
  const header = {
    ...{ kind: view.getUint8(16), packing: view.getUint8(17) },
    ...{ length: word(4), unpacked: word(8), check: word(12), spans: word(20), errors: word(24), redacted: word(28) },
  };
  const isOurs = word(0) === MARK && header.length <= MOST_CONTENT && header.unpacked <= MOST_CONTENT;
  return isOurs ? header : undefined;
}

/** Of a frame whose bytes are all here. */
export function isWhole(frame: Uint8Array, header: FrameHeader): boolean {
  return checkOf(frame, FRAME_HEADER + header.length) === header.check;
}

/** Where the next frame may begin, from `at` on; the length of the bytes where none does. */
export function findMark(bytes: Uint8Array, at: number): number {
  for (let i = at; i + 3 < bytes.length; i++)
    if (bytes[i] === 0xd1 && bytes[i + 1] === 0xe5 && bytes[i + 2] === 0xa3 && bytes[i + 3] === 0xf7) return i;
  return bytes.length;
}

/** FNV-1a over words where it can, without the four bytes of the check itself: tells a cut or overwritten frame. */
function checkOf(frame: Uint8Array, length: number): number {
  const view = new DataView(frame.buffer, frame.byteOffset, length);
  const words = length >> 2;
  let hash = 0x811c9dc5 ^ length;
  for (let i = 0; i < words; i++) if (i !== 3) hash = Math.imul(hash ^ view.getInt32(i * 4, true), 16777619);
  for (let i = words * 4; i < length; i++) hash = Math.imul(hash ^ frame[i]!, 16777619);
  return hash >>> 0;
}
