/**
 * The line that is being written, as bytes: what comes again and again is copied, at a third of what it costs to join texts
 * and to encode them. One line at a time.
 */

const USUAL_BYTES = 16 * 1024;
/** The child that reads takes none longer than a mebibyte; what a span has no end of stops here. */
export const MOST_LINE_BYTES = 768 * 1024;
const MOST_BYTES_A_UNIT = 3;
/** Characters; longer texts are cheaper for the runtime to encode. */
const MOST_LOOPED = 64;
const MOST_ASCII = 0x7f;
const ZERO = 0x30;
const NINE = 0x39;
const SMALL_A = 0x61;
const SMALL_F = 0x66;

let bytes = Buffer.alloc(0);
let length = 0;

export function beginLine(): void {
  if (bytes.length > USUAL_BYTES) bytes = Buffer.alloc(0);
  length = 0;
}

/** Valid until the next line begins; what lies beyond its length is none of it. */
export function lineBytes(): Buffer {
  return bytes;
}

export function lineLength(): number {
  return length;
}

/** Takes back what was put since the line had that length. */
export function cutLine(to: number): void {
  length = to;
}

export function copyLine(from: number): Uint8Array {
  return Buffer.from(bytes.subarray(from, length));
}

export function toPart(text: string): Uint8Array {
  return Buffer.from(text);
}

export function put(part: Uint8Array): void {
  reserve(part.length);
  bytes.set(part, length);
  length += part.length;
}

export function putByte(byte: number): void {
  reserve(1);
  bytes[length++] = byte;
}

export function putText(text: string): void {
  reserve(text.length * MOST_BYTES_A_UNIT);
  if (text.length > MOST_LOOPED || !putAscii(text)) length += bytes.write(text, length);
}

/** A whole number from 0 to 2 ** 31, with zeros before it. */
export function putDigits(value: number, count: number): void {
  reserve(count);
  const into = bytes;
  let rest = value | 0;
  for (let at = length + count - 1; at >= length; at--) {
    const tenth = (rest / 10) | 0;
    into[at] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  length += count;
}

/** Puts nothing, and says so, where the text has characters other than digits and the letters a to f. */
export function putHex(text: string): boolean {
  reserve(text.length);
  const into = bytes;
  const from = length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > SMALL_F || (code > NINE && code < SMALL_A)) return false;
    into[from + at] = code;
  }
  length += text.length;
  return true;
}

/** Puts nothing where the text has other characters. */
function putAscii(text: string): boolean {
  const into = bytes;
  const from = length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > MOST_ASCII) return false;
    into[from + at] = code;
  }
  length += text.length;
  return true;
}

function reserve(count: number): void {
  if (length + count > bytes.length) grow(length + count);
}

function grow(least: number): void {
  const grown = Buffer.allocUnsafeSlow(Math.max(USUAL_BYTES, 2 * least));
  grown.set(bytes.subarray(0, length));
  bytes = grown;
}
