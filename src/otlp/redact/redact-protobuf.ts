// Covers secrets in a request in protobuf, in place: texts become stars, numbers zero, lengths stay.
// Shapes: opentelemetry-proto, common/v1, resource/v1, trace/v1, logs/v1 and metrics/v1, with the former fields for scopes.

import { coverText, LARGE_B, SMALL_B } from './cover-text.ts';
import type { KeyClass, SecretKeys } from './secret-keys.ts';

/** By number of the field: what is in it. What is not named holds no attributes. */
interface Shape {
  readonly fields: readonly (Shape | 'attribute' | 'value' | undefined)[];
}

function shape(fields: Readonly<Record<number, Shape | 'attribute' | 'value'>>): Shape {
  const list: (Shape | 'attribute' | 'value' | undefined)[] = [];
  for (const [number, of] of Object.entries(fields)) list[Number(number)] = of;
  return { fields: list };
}

const resource = shape({ 1: 'attribute' });
const scope = shape({ 3: 'attribute' });
const request = (records: Shape) => {
  const scopes = shape({ 1: scope, 2: records });
  return shape({ 1: shape({ 1: resource, 2: scopes, 1000: scopes }) });
};
const points = (attributes: number, exemplars?: number) => {
  const exemplar = shape({ 7: 'attribute' });
  return shape({
    1: shape({ [attributes]: 'attribute', ...(exemplars === undefined ? {} : { [exemplars]: exemplar }) }),
  });
};

const REQUESTS = {
  traces: request(shape({ 9: 'attribute', 11: shape({ 3: 'attribute' }), 13: shape({ 4: 'attribute' }) })),
  logs: request(shape({ 5: 'value', 6: 'attribute' })),
  metrics: request(
    shape({ 5: points(7, 5), 7: points(7, 5), 9: points(9, 8), 10: points(1, 11), 11: points(7), 12: 'attribute' }),
  ),
} as const;

export type RedactedSignal = keyof typeof REQUESTS;

const MAX_NESTING = 64;
const LENGTH_DELIMITED = 2;
/** Tags of KeyValue, of AnyValue, and of the members of its lists. */
const KEY = 10;
const VALUE = 18;
const TEXT = 10;
const BOOL = 16;
const INT = 24;
const DOUBLE = 33;
const ARRAY = 42;
const MAP = 50;
const BYTES = 58;
const MEMBER = 10;

/** Answers with how many values were covered; total: from malformed bytes on nothing is changed. */
export function redactProtobuf(bytes: Uint8Array, signal: RedactedSignal, keys: SecretKeys): number {
  const cover = new ProtobufCover(bytes, keys);
  cover.message(REQUESTS[signal], 0, bytes.length);
  return cover.count;
}

class ProtobufCover {
  readonly #bytes: Uint8Array;
  readonly #keys: SecretKeys;
  #at = 0;
  count = 0;

  constructor(bytes: Uint8Array, keys: SecretKeys) {
    this.#bytes = bytes;
    this.#keys = keys;
  }

  /** Whether the message is well formed up to its end. */
  message({ fields }: Shape, from: number, end: number): boolean {
    this.#at = from;
    while (this.#at < end) {
      const tag = this.#varint(end);
      if ((tag & 7) !== LENGTH_DELIMITED) {
        if (!this.#skip(tag & 7, end)) return false;
        continue;
      }
      const length = this.#varint(end);
      const start = this.#at;
      const next = start + length;
      if (!(next <= end)) return false;
      const inside = fields[tag >>> 3];
      if (inside === 'attribute') {
        if (!this.#isHarmless(start, next)) this.#attribute(start, next, 0);
      } else if (inside === 'value') this.#value(start, next, 'plain', 0);
      else if (inside !== undefined && !this.message(inside, start, next)) return false;
      this.#at = next;
    }
    return true;
  }

  /**
   * Whether an attribute, written as all write it (a short key, then its value), is one of the nearly all in which there is nothing
   * to look for: a plain key with a number, or with a text that is no credential.
   */
  #isHarmless(from: number, end: number): boolean {
    const bytes = this.#bytes;
    const keyEnd = from + 2 + bytes[from + 1]!;
    if (bytes[from] !== KEY || bytes[from + 1]! > 127 || bytes[keyEnd] !== VALUE) return false;
    let at = keyEnd + 2;
    let length = bytes[keyEnd + 1]!;
    if (length > 127) {
      const more = bytes[at++]!;
      if (more > 127) return false;
      length = (length & 127) | (more << 7);
    }
    if (at + length !== end || !this.#keys.isPlain(bytes, from + 2, keyEnd)) return false;
    return length === 0 || this.#isHarmlessValue(at, length);
  }

  /** AnyValue with one field that fills it: a number, or a text that does not begin as credentials do. */
  #isHarmlessValue(at: number, length: number): boolean {
    const bytes = this.#bytes;
    switch (bytes[at]) {
      case TEXT: {
        const short = bytes[at + 1]!;
        const head = short < 128 ? 2 : 3;
        const text = short < 128 ? short : (short & 127) | (bytes[at + 2]! << 7);
        const first = bytes[at + head];
        return head + text === length && (text === 0 || (first !== SMALL_B && first !== LARGE_B));
      }
      case BOOL:
        return length === 2;
      case INT: {
        let end = at + 1;
        while (end < at + length && bytes[end]! > 127) end++;
        return end + 1 === at + length;
      }
      case DOUBLE:
        return length === 9;
      default:
        return false;
    }
  }

  /** KeyValue: the key is in field 1, the value in field 2. */
  #attribute(from: number, end: number, nesting: number): void {
    let keyClass: KeyClass = 'plain';
    this.#fields(from, end, (tag, start, next) => {
      if (tag === KEY) keyClass = this.#keys.classOf(this.#bytes, start, next);
      else if (tag === VALUE) this.#value(start, next, this.#classFor(keyClass, from, start, next, end), nesting);
    });
  }

  /** A key that stands behind its value counts as well: it is looked for where none has come. */
  #classFor(before: KeyClass, from: number, start: number, next: number, end: number): KeyClass {
    if (start - from > 3 || next >= end) return before;
    this.#at = next;
    const tag = this.#varint(end);
    const length = this.#varint(end);
    const at = this.#at;
    return tag === KEY && at + length <= end ? this.#keys.classOf(this.#bytes, at, at + length) : before;
  }

  /** AnyValue. */
  #value(from: number, end: number, keyClass: KeyClass, nesting: number): void {
    this.#fields(from, end, (tag, start, next) => {
      const isText = tag === TEXT || (tag === BYTES && keyClass === 'secret');
      if (isText) this.#count(coverText(this.#bytes, start, next, keyClass));
      else if ((tag === ARRAY || tag === MAP) && nesting < MAX_NESTING)
        this.#members(tag, start, next, keyClass, nesting + 1);
    });
  }

  /** ArrayValue and KeyValueList: both hold their members in field 1. */
  #members(kind: number, from: number, end: number, keyClass: KeyClass, nesting: number): void {
    this.#fields(from, end, (tag, start, next) => {
      if (tag !== MEMBER) return;
      if (kind === ARRAY) this.#value(start, next, keyClass, nesting);
      else if (keyClass === 'secret') this.#secretMember(start, next, nesting);
      else this.#attribute(start, next, nesting);
    });
  }

  /** Whatever its own key is: what it is in is secret. */
  #secretMember(from: number, end: number, nesting: number): void {
    this.#fields(from, end, (tag, start, next) => {
      if (tag === VALUE) this.#value(start, next, 'secret', nesting);
    });
  }

  /** Visits what has a length, as far as the message is well formed. */
  #fields(from: number, end: number, visit: (tag: number, start: number, next: number) => void): void {
    for (let at = from; at < end; ) {
      this.#at = at;
      const tag = this.#varint(end);
      if ((tag & 7) !== LENGTH_DELIMITED) {
        if (!this.#skip(tag & 7, end)) return;
        at = this.#at;
        continue;
      }
      const length = this.#varint(end);
      const start = this.#at;
      if (!(start + length <= end)) return;
      visit(tag, start, start + length);
      at = start + length;
    }
  }

  #count(isCovered: boolean): void {
    if (isCovered) this.count++;
  }

  /** NaN where there is none. */
  #varint(end: number): number {
    const bytes = this.#bytes;
    const first = bytes[this.#at++]!;
    if (first < 128) return first;
    let value = first & 127;
    for (let scale = 128; this.#at < end; scale *= 128) {
      const byte = bytes[this.#at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    return Number.NaN;
  }

  #skip(wire: number, end: number): boolean {
    if (wire === 0) return this.#varint(end) >= 0;
    if (wire !== 1 && wire !== 5) return false;
    this.#at += wire === 1 ? 8 : 4;
    return this.#at <= end;
  }
}
