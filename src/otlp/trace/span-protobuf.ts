// One span, resource or scope out of its protobuf bytes, decoded when shown.
// Shape: opentelemetry-proto, trace/v1/trace.proto, common/v1/common.proto, resource/v1/resource.proto.

import type { Attribute, AttributeValue } from '../../model/attribute.ts';
import { toBase64 } from '../../model/base64.ts';
import { parseSpanId, parseTraceId } from '../../model/ids.ts';
import type { Scope, SpanContent, SpanEvent, SpanLink } from '../../model/span.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';

/** Values nested deeper than this are shown as empty: hostile input must not overflow the stack. */
const MAX_NESTING = 64;

/** Throws RangeError on malformed bytes. */
export function readSpanProtobuf(bytes: Uint8Array): SpanContent {
  const reader = new ProtobufReader(bytes);
  const attributes: Attribute[] = [];
  const events: ((start: bigint) => SpanEvent)[] = [];
  const links: SpanLink[] = [];
  const dropped = { attributes: 0, events: 0, links: 0 };
  let start = 0n;
  let statusMessage = '';
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 57) start = reader.fixed64();
    else if (tag === 74) attributes.push(readKeyValue(reader.message(), 0));
    else if (tag === 80) dropped.attributes = reader.varint();
    else if (tag === 90) events.push(readEvent(reader.message()));
    else if (tag === 96) dropped.events = reader.varint();
    else if (tag === 106) pushDefined(links, readLink(reader.message()));
    else if (tag === 112) dropped.links = reader.varint();
    else if (tag === 122) statusMessage = readStatusMessage(reader.message());
    else reader.skip(tag);
  }
  return { statusMessage, attributes, events: events.map((event) => event(start)), links, dropped };
}

export function readResourceProtobuf(bytes: Uint8Array): readonly Attribute[] {
  const reader = new ProtobufReader(bytes);
  const attributes: Attribute[] = [];
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) attributes.push(readKeyValue(reader.message(), 0));
    else reader.skip(tag);
  }
  return attributes;
}

export function readScopeProtobuf(bytes: Uint8Array): Scope {
  const reader = new ProtobufReader(bytes);
  const attributes: Attribute[] = [];
  let name = '';
  let version = '';
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) name = reader.text();
    else if (tag === 18) version = reader.text();
    else if (tag === 26) attributes.push(readKeyValue(reader.message(), 0));
    else reader.skip(tag);
  }
  return { name, version, attributes };
}

function readEvent(reader: ProtobufReader): (start: bigint) => SpanEvent {
  const attributes: Attribute[] = [];
  let name = '';
  let time = 0n;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 9) time = reader.fixed64();
    else if (tag === 18) name = reader.text();
    else if (tag === 26) attributes.push(readKeyValue(reader.message(), 0));
    else reader.skip(tag);
  }
  return (start) => ({ name, offset: Number(time - start), attributes });
}

function readLink(reader: ProtobufReader): SpanLink | undefined {
  const attributes: Attribute[] = [];
  let trace = '';
  let span = '';
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) trace = toHex(reader.bytes());
    else if (tag === 18) span = toHex(reader.bytes());
    else if (tag === 34) attributes.push(readKeyValue(reader.message(), 0));
    else reader.skip(tag);
  }
  const traceId = parseTraceId(trace);
  const spanId = parseSpanId(span);
  return traceId && spanId && { traceId, spanId, attributes };
}

function readStatusMessage(reader: ProtobufReader): string {
  let message = '';
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 18) message = reader.text();
    else reader.skip(tag);
  }
  return message;
}

function readKeyValue(reader: ProtobufReader, nesting: number): Attribute {
  let key = '';
  let value: AttributeValue = { kind: 'empty' };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) key = reader.text();
    else if (tag === 18) value = readValue(reader.message(), nesting);
    else reader.skip(tag);
  }
  return { key, value };
}

function readValue(reader: ProtobufReader, nesting: number): AttributeValue {
  let value: AttributeValue = { kind: 'empty' };
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) value = { kind: 'string', value: reader.text() };
    else if (tag === 16) value = { kind: 'bool', value: reader.varint() !== 0 };
    else if (tag === 24) value = { kind: 'int', value: reader.int64() };
    else if (tag === 33) value = toDouble(reader.double());
    else if (tag === 58) value = { kind: 'bytes', value: toBase64(reader.bytes()) };
    else if ((tag === 42 || tag === 50) && nesting < MAX_NESTING)
      value = readNested(reader.message(), tag, nesting + 1);
    else reader.skip(tag);
  }
  return value;
}

/** ArrayValue and KeyValueList: both hold their members in field 1. */
function readNested(reader: ProtobufReader, tag: number, nesting: number): AttributeValue {
  const values: AttributeValue[] = [];
  const entries: Attribute[] = [];
  while (reader.more) {
    const member = reader.tag();
    if (member !== 10) reader.skip(member);
    else if (tag === 42) values.push(readValue(reader.message(), nesting));
    else entries.push(readKeyValue(reader.message(), nesting));
  }
  return tag === 42 ? { kind: 'array', values } : { kind: 'map', entries };
}

export function toDouble(value: number): AttributeValue {
  if (Number.isFinite(value)) return { kind: 'double', value };
  return { kind: 'double', value: Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity' };
}

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function pushDefined<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}
