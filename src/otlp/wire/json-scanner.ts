// A cursor over JSON bytes that reads only what it is asked for: values are skipped without being built.
// Grammar: RFC 8259. Bytes in, ranges and numbers out; malformed text throws RangeError, caught at the door.

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;

const HEX = new Uint8Array(256).fill(255);
for (let i = 0; i < 10; i++) HEX[48 + i] = i;
for (let i = 0; i < 6; i++) {
  HEX[97 + i] = 10 + i;
  HEX[65 + i] = 10 + i;
}

/** 1 ends the fast run of a string: quote, backslash, control characters. */
const STRING_STOP = new Uint8Array(256);
STRING_STOP.fill(1, 0, 32);
STRING_STOP[QUOTE] = 1;
STRING_STOP[BACKSLASH] = 1;

/** 1 where something begins or ends: all else between strings is passed over. */
const STRUCTURE = new Uint8Array(256);
for (const byte of [QUOTE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY]) STRUCTURE[byte] = 1;

const utf8 = new TextDecoder();

export class JsonScanner {
  readonly bytes: Uint8Array;
  position = 0;
  /** Range of the string read last, without its quotes. */
  textStart = 0;
  textEnd = 0;
  /** Whether the string read last holds escapes. */
  escaped = false;
  /** Of what is being skipped, in use again and again. */
  #closers = new Uint8Array(64);

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Calls `member` with the position at each value and the key as the string read last; it must read the value whole. */
  object(member: () => void): void {
    this.#expect(OPEN_OBJECT);
    if (this.#peek() === CLOSE_OBJECT) {
      this.position++;
      return;
    }
    for (;;) {
      this.string();
      this.#expect(COLON);
      this.#peek();
      member();
      const next = this.#peek();
      this.position++;
      if (next === CLOSE_OBJECT) return;
      if (next !== COMMA) this.#unexpected(this.position - 1);
    }
  }

  array(element: () => void): void {
    this.#expect(OPEN_ARRAY);
    if (this.#peek() === CLOSE_ARRAY) {
      this.position++;
      return;
    }
    for (;;) {
      this.#peek();
      element();
      const next = this.#peek();
      this.position++;
      if (next === CLOSE_ARRAY) return;
      if (next !== COMMA) this.#unexpected(this.position - 1);
    }
  }

  /** Reads a string and leaves its range in `textStart`, `textEnd`, `escaped`. */
  string(): void {
    this.#expect(QUOTE);
    const { bytes } = this;
    let p = this.position;
    this.textStart = p;
    this.escaped = false;
    for (;;) {
      const byte = bytes[p]!;
      if (STRING_STOP[byte] === 0) {
        p++;
        continue;
      }
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH || p + 1 >= bytes.length) this.#unexpected(p);
      this.escaped = true;
      p += 2;
    }
    this.textEnd = p;
    this.position = p + 1;
  }

  /** Of the string read last, as it reads; for keys, which are ASCII. */
  get keyLength(): number {
    return this.escaped ? this.text().length : this.textEnd - this.textStart;
  }

  /** Whether the string read last is `text` (ASCII). */
  is(text: string): boolean {
    if (this.escaped) return this.text() === text;
    const { bytes, textStart } = this;
    if (this.textEnd - textStart !== text.length) return false;
    for (let i = 0; i < text.length; i++) if (bytes[textStart + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** The string read last, unescaped. */
  text(): string {
    const raw = utf8.decode(this.bytes.subarray(this.textStart, this.textEnd));
    if (!this.escaped) return raw;
    const value: unknown = JSON.parse(`"${raw}"`);
    return String(value);
  }

  /** Eight hex digits of the string read last, as an unsigned word; NaN when one of them is no hex digit. */
  hexWord(offset: number): number {
    const { bytes } = this;
    let value = 0;
    for (let i = this.textStart + offset, end = i + 8; i < end; i++) {
      const digit = HEX[bytes[i]!]!;
      if (digit === 255) return Number.NaN;
      value = value * 16 + digit;
    }
    return value;
  }

  /** Some editors and .NET begin texts so. */
  skipByteOrderMark(): void {
    const [a, b, c] = this.bytes;
    if (this.position === 0 && a === 0xef && b === 0xbb && c === 0xbf) this.position = 3;
  }

  startsString(): boolean {
    return this.#peek() === QUOTE;
  }

  startsObject(): boolean {
    return this.#peek() === OPEN_OBJECT;
  }

  startsArray(): boolean {
    return this.#peek() === OPEN_ARRAY;
  }

  /** Past any value. */
  skip(): void {
    switch (this.#peek()) {
      case QUOTE:
        this.string();
        return;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        this.#skipNested();
        return;
      default:
        this.#skipScalar();
    }
  }

  /** Only white space may be left. */
  end(): void {
    if (this.#peek() !== undefined) this.#unexpected(this.position);
  }

  /**
   * Iterative, so that a deep body cannot overflow the stack. Brackets must pair; commas and colons inside a skipped
   * value are not checked: what is in there is parsed by the real parser when shown. Most of a request's bytes come through here.
   */
  #skipNested(): void {
    const { bytes } = this;
    let closers = this.#closers;
    let depth = 0;
    let p = this.position;
    do {
      const byte = bytes[p++]!;
      if (STRUCTURE[byte] === 0) continue;
      if (byte === QUOTE) {
        for (;;) {
          const inside = bytes[p++]!;
          if (STRING_STOP[inside] === 0) continue;
          if (inside === QUOTE) break;
          if (inside !== BACKSLASH || p >= bytes.length) this.#unexpected(p - 1);
          p++;
        }
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (depth === closers.length) {
          closers = new Uint8Array(depth * 2);
          closers.set(this.#closers);
          this.#closers = closers;
        }
        // The closing brackets stand two places behind the opening ones.
        closers[depth++] = byte + 2;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (closers[--depth] !== byte) this.#unexpected(p - 1);
      } else if (byte === undefined) this.#unexpected(p - 1);
    } while (depth > 0);
    this.position = p;
  }

  #skipScalar(): void {
    const { bytes } = this;
    const from = this.position;
    let p = from;
    while (isDigit(bytes[p]!)) p++;
    // Most are whole numbers.
    if (p > from && !isScalarByte(bytes[p]!)) {
      this.position = p;
      return;
    }
    while (isScalarByte(bytes[p]!)) p++;
    this.position = p;
    if (
      p === from ||
      !/^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/.test(utf8.decode(bytes.subarray(from, p)))
    )
      this.#unexpected(from);
  }

  /** Past white space; the byte there, undefined at the end. */
  #peek(): number | undefined {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.position];
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
      this.position++;
    }
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte) this.#unexpected(this.position);
    this.position++;
  }

  #unexpected(position: number): never {
    const byte = this.bytes[position];
    throw new RangeError(
      byte === undefined
        ? 'the JSON ends too early'
        : `unexpected ${JSON.stringify(String.fromCharCode(byte))} at byte ${position}`,
    );
  }
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

/** Letters, digits, sign, point. */
function isScalarByte(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    (byte >= 97 && byte <= 122) ||
    byte === 45 ||
    byte === 43 ||
    byte === 46 ||
    byte === 69
  );
}
