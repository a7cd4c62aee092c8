// One span out of its protobuf bytes, decoded when shown.
// Shape: opentelemetry-proto, trace/v1/trace.proto.

import type { Attribute } from '../../model/attribute.ts';
import { parseSpanId, parseTraceId } from '../../model/ids.ts';
import type { SpanContent, SpanEvent, SpanLink } from '../../model/span.ts';
import { readKeyValueProtobuf, toHex } from '../common/attributes-protobuf.ts';
import { ProtobufReader } from '../wire/protobuf-reader.ts';

/** Throws RangeError on malformed bytes. */
export function readSpanProtobuf(bytes: Uint8Array): SpanContent {
  const reader = new ProtobufReader(bytes);
  const attributes: Attribute[] = [];
  const events: ((start: bigint) => SpanEvent)[] = [];
  const links: SpanLink[] = [];
  const dropped = { attributes: 0, events: 0, links: 0 };
  let start = 0n;
  let traceState = '';
  let flags = 0;
  let statusMessage = '';
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 26) traceState = reader.text();
    else if (tag === 57) start = reader.fixed64();
    else if (tag === 74) attributes.push(readKeyValueProtobuf(reader.message()));
    else if (tag === 80) dropped.attributes = reader.varint();
    else if (tag === 90) events.push(readEvent(reader.message()));
    else if (tag === 96) dropped.events = reader.varint();
    else if (tag === 106) pushDefined(links, readLink(reader.message()));
    else if (tag === 112) dropped.links = reader.varint();
    else if (tag === 122) statusMessage = readStatusMessage(reader.message(), statusMessage);
    else if (tag === 133) flags = reader.fixed32();
    else reader.skip(tag);
  }
  return {
    ...{ traceState, flags, statusMessage, attributes, links, dropped },
    events: events.map((event) => event(start)),
  };
}

function readEvent(reader: ProtobufReader): (start: bigint) => SpanEvent {
  const attributes: Attribute[] = [];
  let name = '';
  let time = 0n;
  let droppedAttributes = 0;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 9) time = reader.fixed64();
    else if (tag === 18) name = reader.text();
    else if (tag === 26) attributes.push(readKeyValueProtobuf(reader.message()));
    else if (tag === 32) droppedAttributes = reader.varint();
    else reader.skip(tag);
  }
  return (start) => ({ name, offset: Number(time - start), attributes, droppedAttributes });
}

function readLink(reader: ProtobufReader): SpanLink | undefined {
  const attributes: Attribute[] = [];
  let trace = '';
  let span = '';
  let traceState = '';
  let droppedAttributes = 0;
  let flags = 0;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 10) trace = toHex(reader.bytes());
    else if (tag === 18) span = toHex(reader.bytes());
    else if (tag === 26) traceState = reader.text();
    else if (tag === 34) attributes.push(readKeyValueProtobuf(reader.message()));
    else if (tag === 40) droppedAttributes = reader.varint();
    else if (tag === 53) flags = reader.fixed32();
    else reader.skip(tag);
  }
  const traceId = parseTraceId(trace);
  const spanId = parseSpanId(span);
  return traceId && spanId && { traceId, spanId, traceState, flags, attributes, droppedAttributes };
}

function readStatusMessage(reader: ProtobufReader, before: string): string {
  let message = before;
  while (reader.more) {
    const tag = reader.tag();
    if (tag === 18) message = reader.text();
    else reader.skip(tag);
  }
  return message;
}

function pushDefined<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}
