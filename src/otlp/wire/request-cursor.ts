// A position in the bytes of a request, moved over its messages without an object for each.

import { skipField } from './skip-field.ts';

/** All reading throws RangeError on malformed bytes; callers catch it at the door. */
export class RequestCursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The first byte of a tag; longer ones are those of fields that are skipped, or of `isLongTag`. */
  tag(): number {
    return this.bytes[this.position++]!;
  }

  /** Whether the tag that began with `first` goes on with `second` and ends there; it is read then. */
  isLongTag(first: number, tag: readonly [number, number]): boolean {
    if (first !== tag[0] || this.bytes[this.position] !== tag[1]) return false;
    this.position++;
    return true;
  }

  skip(tag: number, end: number): void {
    this.position = skipField(this.bytes, this.position, tag, end);
  }

  /** Reads a length and answers with where its field ends. */
  lengthDelimited(outer: number): number {
    const { bytes } = this;
    let p = this.position;
    let length = bytes[p++]!;
    if (length >= 128) {
      length &= 127;
      let scale = 128;
      let byte: number;
      do {
        byte = bytes[p++]!;
        length += (byte & 127) * scale;
        scale *= 128;
      } while (byte >= 128);
    }
    this.position = p;
    // Written so that a length read past the end of the bytes (NaN) fails as well.
    if (!(p + length <= outer)) throw new RangeError('a field ends after its message');
    return p + length;
  }

  /** Unsigned, exact up to 2^53; of longer ones that much is lost which nobody asks for. */
  varint(end: number): number {
    let value = 0;
    for (let scale = 1, i = 0; i < 10; i++, scale *= 128) {
      if (this.position >= end) break;
      const byte = this.bytes[this.position++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new RangeError('a number does not end');
  }

  /** Where eight bytes begin, which are read past. */
  fixed64(end: number): number {
    const at = this.position;
    if (at + 8 > end) throw new RangeError('a field ends after its message');
    this.position = at + 8;
    return at;
  }

  text(end: number): string {
    const to = this.lengthDelimited(end);
    const text = utf8.decode(this.bytes.subarray(this.position, to));
    this.position = to;
    return text;
  }

  /**
   * An identifier into so many words of `column`; all zero where it has another length, or is absent. Whether it is valid: of
   * the right length, and not all zero.
   */
  id(column: Uint32Array, at: number, words: number, end: number): boolean {
    const to = this.lengthDelimited(end);
    const isWhole = to - this.position === words * 4;
    let any = 0;
    for (let i = 0; i < words; i++) {
      const word = isWhole ? this.view.getUint32(this.position + i * 4) : 0;
      column[at + i] = word;
      any |= word;
    }
    this.position = to;
    return any !== 0;
  }
}

const utf8 = new TextDecoder();
