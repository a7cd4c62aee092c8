// Fields of OTLP's JSON as senders write them: the specification's way, protobuf's own mapping, and older habits.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (ids in hex, enums as numbers, 64-bit as text)

import type { JsonScanner } from './json-scanner.ts';

/** 64 unsigned bits. */
export interface Words {
  high: number;
  low: number;
}

const NO_DIGIT = /[^\d]/;

/**
 * An identifier, in hex or in base64, into so many words of `column`; all zero where there is none. Whether it is valid: of the
 * right length, and not all zero.
 */
export function readJsonId(scan: JsonScanner, column: Uint32Array, at: number, words: number): boolean {
  column.fill(0, at, at + words);
  if (!scan.startsString()) {
    scan.skip();
    return false;
  }
  scan.string();
  if (scan.escaped || scan.textEnd - scan.textStart !== words * 8) return readOtherId(scan.text(), column, at, words);
  let any = 0;
  for (let i = 0; i < words; i++) {
    const word = scan.hexWord(i * 8);
    if (Number.isNaN(word)) {
      column.fill(0, at, at + words);
      return false;
    }
    column[at + i] = word;
    any |= word;
  }
  return any !== 0;
}

/** Base64, as protobuf writes bytes in JSON, or hex behind escapes. */
function readOtherId(text: string, column: Uint32Array, at: number, words: number): boolean {
  const hex = new RegExp(`^[0-9a-f]{${words * 8}}$`, 'i').test(text) ? text : base64ToHex(text);
  if (hex?.length !== words * 8) return false;
  for (let i = 0; i < words; i++) column[at + i] = Number.parseInt(hex.slice(i * 8, i * 8 + 8), 16);
  return /[^0]/.test(hex);
}

function base64ToHex(text: string): string | undefined {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  // A longer one is no identifier.
  if (!/^[A-Za-z0-9+/]{1,24}$/.test(standard)) return undefined;
  try {
    return Array.from(atob(standard), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return undefined;
  }
}

/** Index of the member, given as a number, as that in quotes, or by its name; 0 for what is not known. */
export function readJsonEnum(scan: JsonScanner, members: readonly string[], prefix: string): number {
  if (scan.startsString()) {
    scan.string();
    const text = scan.text();
    const index = text.startsWith(prefix)
      ? members.indexOf(text.slice(prefix.length).toLowerCase().replaceAll('_', ' '))
      : Number(text);
    return members[index] === undefined ? 0 : index;
  }
  const from = scan.position;
  scan.skip();
  const digit = scan.position - from === 1 ? scan.bytes[from]! - 48 : 0;
  return members[digit] === undefined ? 0 : digit;
}

/** A number of at most 2^53, quoted or bare; 0 for anything else. */
export function readJsonNumber(scan: JsonScanner): number {
  const number = Number(readJsonScalar(scan) || 0);
  return Number.isFinite(number) ? number : 0;
}

/** Text, or the text of a bare number; empty for anything else. */
export function readJsonScalar(scan: JsonScanner): string {
  if (scan.startsString()) {
    scan.string();
    return scan.text();
  }
  const from = scan.position;
  scan.skip();
  const first = scan.bytes[from]!;
  return first === 45 || (first >= 48 && first <= 57) ? ascii.decode(scan.bytes.subarray(from, scan.position)) : '';
}

export function readJsonBoolean(scan: JsonScanner): boolean {
  const isQuoted = scan.startsString();
  const from = isQuoted ? scan.position + 1 : scan.position;
  scan.skip();
  return scan.bytes[from] === 0x74;
}

export function readJsonText(scan: JsonScanner): string {
  if (!scan.startsString()) {
    scan.skip();
    return '';
  }
  scan.string();
  return scan.text();
}

/** Decimal digits, quoted or bare, of 64 unsigned bits; zero for what is none. */
export function readJsonFixed64(scan: JsonScanner, into: Words): void {
  let from: number;
  let to: number;
  if (scan.startsString()) {
    scan.string();
    from = scan.textStart;
    to = scan.textEnd;
  } else {
    from = scan.position;
    scan.skip();
    to = scan.position;
  }
  const { bytes } = scan;
  into.high = 0;
  into.low = 0;
  // More digits may be more than 64 bits hold.
  if (to - from > 19) {
    readOtherFixed64(ascii.decode(bytes.subarray(from, to)), into);
    return;
  }
  // Two decimal halves stay exact below 2^53; joining them in base 2^32 does too, as 1e9 * 2^32 < 2^63 is split again.
  let seconds = 0;
  let nanos = 0;
  const cut = Math.max(from, to - 9);
  for (let p = from; p < to; p++) {
    const digit = bytes[p]! - 48;
    if (digit < 0 || digit > 9) {
      readOtherFixed64(ascii.decode(bytes.subarray(from, to)), into);
      return;
    }
    if (p < cut) seconds = seconds * 10 + digit;
    else nanos = nanos * 10 + digit;
  }
  const secondsHigh = Math.floor(seconds / 65536);
  const secondsLow = seconds % 65536;
  const lowPart = secondsLow * 1e9 + nanos;
  const middle = secondsHigh * 1e9 + Math.floor(lowPart / 65536);
  into.low = ((middle % 65536) * 65536 + (lowPart % 65536)) >>> 0;
  into.high = Math.floor(middle / 65536) >>> 0;
}

/** As a floating point number is written: 1.7e18. */
function readOtherFixed64(text: string, into: Words): void {
  const value = toFixed64(text);
  into.high = Number(value >> 32n);
  into.low = Number(value & 0xffffffffn);
}

/** 64 unsigned bits of any text of a number; zero for what is none. */
export function toFixed64(text: string): bigint {
  if (text === '' || text.length > 40) return 0n;
  if (!NO_DIGIT.test(text)) return clip(BigInt(text));
  const value = Number(text);
  return Number.isFinite(value) && value > 0 ? clip(BigInt(Math.round(value))) : 0n;
}

function clip(value: bigint): bigint {
  return value < 1n << 64n ? value : 0n;
}

const ascii = new TextDecoder();
