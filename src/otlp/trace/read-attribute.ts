// One attribute of a span out of its bytes, for those who look through many spans: the others are passed over unread.

import { type AttributeValue, findAttribute } from '../../model/attribute.ts';
import type { Encoding } from '../../model/span-batch.ts';
import { readValueProtobuf } from '../common/attributes-protobuf.ts';
import { orElse } from '../common/or-else.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';
import { readSpanJson } from './span-json.ts';

/** Field 9 of Span, and fields 1 and 2 of KeyValue, all with a length. */
const ATTRIBUTES = 74;
const KEY = 10;
const VALUE = 18;

export interface AttributeKey {
  readonly text: string;
  /** The same in UTF-8. */
  readonly bytes: Uint8Array;
}

/** Of the span in bytes `from` to `to`; the last one where there are several. Total. */
export function readAttribute(
  bytes: Uint8Array,
  from: number,
  to: number,
  encoding: Encoding,
  key: AttributeKey,
): AttributeValue | undefined {
  if (encoding === 'json')
    return orElse(() => findAttribute(readSpanJson(bytes.subarray(from, to)).attributes, key.text), undefined);
  const at = findLast(bytes, from, to, key.bytes);
  if (at < 0) return undefined;
  return orElse(() => readValue(bytes, at, to), undefined);
}

/** Where the last KeyValue of that key begins, length first; -1 for none. */
function findLast(bytes: Uint8Array, from: number, to: number, key: Uint8Array): number {
  const keyLength = key.length;
  const lastByte = keyLength > 0 ? key[keyLength - 1] : -1;
  let found = -1;
  let at = from;
  while (at < to) {
    let tag = bytes[at++]!;
    if (tag > 127) {
      tag = (tag & 127) | (bytes[at++]! << 7);
      // Of a field past 2047, or one written longer than need be: nothing here has such a number.
      if (tag > 16383) for (tag &= 7; at < to && bytes[at - 1]! > 127; ) at++;
    }
    switch (tag & 7) {
      case 0:
        while (at < to && bytes[at]! > 127) at++;
        at++;
        break;
      case 1:
        at += 8;
        break;
      case 5:
        at += 4;
        break;
      case 2: {
        const start = at;
        let length = bytes[at++]!;
        if (length > 127) {
          length &= 127;
          let scale = 128;
          for (let more = true; more && at < to; scale *= 128) {
            const byte = bytes[at++]!;
            length += (byte & 127) * scale;
            more = byte > 127;
          }
        }
        if (tag === ATTRIBUTES && hasKey(bytes, at, at + length, key, keyLength, lastByte)) found = start;
        at += length;
        break;
      }
      default:
        return found;
    }
  }
  return found;
}

function hasKey(
  bytes: Uint8Array,
  at: number,
  end: number,
  key: Uint8Array,
  keyLength: number,
  lastByte: number | undefined,
): boolean {
  // As all SDKs write it: the key first, its length in one byte.
  if (bytes[at] !== KEY || keyLength > 127) return hasOddKey(bytes, at, end, key);
  if (bytes[at + 1] !== keyLength) return bytes[at + 1]! > 127 ? hasOddKey(bytes, at, end, key) : false;
  if (keyLength > 0 && bytes[at + 1 + keyLength] !== lastByte) return false;
  for (let i = 0; i < keyLength; i++) if (bytes[at + 2 + i] !== key[i]) return false;
  // A second key would outdo it: nobody writes one, and the value that follows is read by who reads all.
  return true;
}

function hasOddKey(bytes: Uint8Array, at: number, end: number, key: Uint8Array): boolean {
  return orElse(() => {
    const reader = new ProtobufReader(bytes, at, end - at);
    let last: Uint8Array = new Uint8Array(0);
    while (reader.more) {
      const tag = reader.tag();
      if (tag === KEY) last = reader.bytes();
      else reader.skip(tag);
    }
    return last.length === key.length && last.every((byte, i) => byte === key[i]);
  }, false);
}

function readValue(bytes: Uint8Array, at: number, to: number): AttributeValue {
  const reader = new ProtobufReader(bytes, at, to - at).message();
  let value: AttributeValue = { kind: 'empty' };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === VALUE) value = readValueProtobuf(reader.message(), 0, value);
    else reader.skip(tag);
  }
  return value;
}
