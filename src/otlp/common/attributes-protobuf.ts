// Attributes, resources and scopes out of protobuf bytes, decoded when shown.
// Shape: opentelemetry-proto, common/v1/common.proto, resource/v1/resource.proto.

import type { Attribute, AttributeValue } from '../../model/attribute.ts';
import { toBase64 } from '../../model/base64.ts';
import type { Resource, Scope } from '../../model/origin.ts';
import type { ProtobufReader } from '../wire/protobuf-reader.ts';
import { toDouble } from './to-double.ts';

/** Values nested deeper than this are shown as empty: hostile input must not overflow the stack. */
const MAX_NESTING = 64;

/** All throw RangeError on malformed bytes. */
export function readResourceProtobuf(reader: ProtobufReader): Resource {
  const attributes: Attribute[] = [];
  let droppedAttributes = 0;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) attributes.push(readKeyValueProtobuf(reader.message()));
    else if (tag === 16) droppedAttributes = reader.varint();
    else reader.skip(tag);
  }
  return { attributes, droppedAttributes };
}

export function readScopeProtobuf(reader: ProtobufReader): Scope {
  const attributes: Attribute[] = [];
  let name = '';
  let version = '';
  let droppedAttributes = 0;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) name = reader.text();
    else if (tag === 18) version = reader.text();
    else if (tag === 26) attributes.push(readKeyValueProtobuf(reader.message()));
    else if (tag === 32) droppedAttributes = reader.varint();
    else reader.skip(tag);
  }
  return { name, version, attributes, droppedAttributes };
}

export function readKeyValueProtobuf(reader: ProtobufReader, nesting = 0): Attribute {
  let key = '';
  let value: AttributeValue = { kind: 'empty' };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) key = reader.text();
    else if (tag === 18) value = readValueProtobuf(reader.message(), nesting, value);
    else reader.skip(tag);
  }
  return { key, value };
}

/** `before`: what an earlier part of the same field said, which is kept where this one says nothing. */
export function readValueProtobuf(
  reader: ProtobufReader,
  nesting = 0,
  before: AttributeValue = { kind: 'empty' },
): AttributeValue {
  let value = before;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) value = { kind: 'string', value: reader.text() };
    else if (tag === 16) value = { kind: 'bool', value: reader.varint() !== 0 };
    else if (tag === 24) value = { kind: 'int', value: reader.int64() };
    else if (tag === 33) value = toDouble(reader.double());
    else if (tag === 58) value = { kind: 'bytes', value: toBase64(reader.bytes()) };
    else if ((tag === 42 || tag === 50) && nesting < MAX_NESTING)
      value = readNested(reader.message(), tag, nesting + 1, value);
    else reader.skip(tag);
  }
  return value;
}

/** ArrayValue and KeyValueList: both hold their members in field 1. Two of a kind are one, as parts of one message are. */
function readNested(reader: ProtobufReader, tag: number, nesting: number, before: AttributeValue): AttributeValue {
  const values: AttributeValue[] = tag === 42 && before.kind === 'array' ? [...before.values] : [];
  const entries: Attribute[] = tag === 50 && before.kind === 'map' ? [...before.entries] : [];
  while (reader.more) {
    const member = reader.tag();
    if (member !== 10) reader.skip(member);
    else if (tag === 42) values.push(readValueProtobuf(reader.message(), nesting));
    else entries.push(readKeyValueProtobuf(reader.message(), nesting));
  }
  return tag === 42 ? { kind: 'array', values } : { kind: 'map', entries };
}

export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
