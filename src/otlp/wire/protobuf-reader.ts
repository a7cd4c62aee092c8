// A cursor over protobuf bytes for what is read when shown; the hot path in trace/ reads by hand.
// Encoding: https://protobuf.dev/programming-guides/encoding/

/** Throws RangeError on malformed bytes; callers catch it at the door. */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position: number;
  #end: number;

  constructor(bytes: Uint8Array, offset = 0, length = bytes.length - offset) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#position = offset;
    this.#end = offset + length;
    if (this.#end > bytes.length) throw new RangeError('truncated');
  }

  /** From the start of the bytes, also in a message within them. */
  get position(): number {
    return this.#position;
  }

  get more(): boolean {
    return this.#position < this.#end;
  }

  tag(): number {
    return this.varint();
  }

  /** Unsigned, exact up to 2^53. */
  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 10; i++) {
      const byte = this.#next();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw new RangeError('varint too long');
  }

  /** A varint as signed 64 bits, in decimal digits. */
  int64(): string {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#next();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value).toString();
    }
    throw new RangeError('varint too long');
  }

  /** A varint as unsigned 64 bits, in decimal digits. */
  uint64(): string {
    return BigInt.asUintN(64, BigInt(this.int64())).toString();
  }

  /** Zigzag, as numbers are written that are often negative. */
  sint32(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  fixed32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  fixed64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  bytes(): Uint8Array {
    const length = this.varint();
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  text(): string {
    return utf8.decode(this.bytes());
  }

  /** A reader over an embedded message; this one moves past it. */
  message(): ProtobufReader {
    const length = this.varint();
    return new ProtobufReader(this.#bytes, this.#advance(length), length);
  }

  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.varint();
        return;
      case 1:
        this.#advance(8);
        return;
      case 2:
        this.#advance(this.varint());
        return;
      case 5:
        this.#advance(4);
        return;
      default:
        throw new RangeError(`wire type ${tag & 7}`);
    }
  }

  #next(): number {
    return this.#bytes[this.#advance(1)]!;
  }

  #advance(length: number): number {
    const at = this.#position;
    if (length > this.#end - at) throw new RangeError('truncated');
    this.#position = at + length;
    return at;
  }
}

const utf8 = new TextDecoder();

/** Writes protobuf fields for the small answers that a receiver gives. */
export class ProtobufWriter {
  readonly #out: number[] = [];

  varint(field: number, value: number): void {
    if (value === 0) return;
    this.#raw(field * 8);
    this.#raw(value);
  }

  message(field: number, bytes: Uint8Array): void {
    this.#raw(field * 8 + 2);
    this.#raw(bytes.length);
    for (const byte of bytes) this.#out.push(byte);
  }

  text(field: number, text: string): void {
    if (text !== '') this.message(field, new TextEncoder().encode(text));
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#out);
  }

  #raw(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#out.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.#out.push(rest);
  }
}
