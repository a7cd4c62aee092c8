// One span, resource or scope out of its JSON bytes, decoded when shown. Camel and snake case are both read.

import type { Attribute, AttributeValue } from '../../model/attribute.ts';
import { parseSpanId, parseTraceId } from '../../model/ids.ts';
import type { Scope, SpanContent, SpanEvent, SpanLink } from '../../model/span.ts';
import { toDouble } from './span-protobuf.ts';

const MAX_NESTING = 64;
const utf8 = new TextDecoder();

/** Throws SyntaxError on malformed text. */
export function readSpanJson(bytes: Uint8Array): SpanContent {
  const span = parse(bytes);
  const start = toNanos(field(span, 'startTimeUnixNano', 'start_time_unix_nano'));
  return {
    statusMessage: toText(field(field(span, 'status'), 'message')),
    attributes: toAttributes(field(span, 'attributes'), 0),
    events: toList(field(span, 'events')).map(
      (event): SpanEvent => ({
        name: toText(field(event, 'name')),
        offset: Number(toNanos(field(event, 'timeUnixNano', 'time_unix_nano')) - start),
        attributes: toAttributes(field(event, 'attributes'), 0),
      }),
    ),
    links: toList(field(span, 'links')).flatMap(toLink),
    dropped: {
      attributes: toCount(field(span, 'droppedAttributesCount', 'dropped_attributes_count')),
      events: toCount(field(span, 'droppedEventsCount', 'dropped_events_count')),
      links: toCount(field(span, 'droppedLinksCount', 'dropped_links_count')),
    },
  };
}

export function readResourceJson(bytes: Uint8Array): readonly Attribute[] {
  return toAttributes(field(parse(bytes), 'attributes'), 0);
}

export function readScopeJson(bytes: Uint8Array): Scope {
  const scope = parse(bytes);
  return {
    name: toText(field(scope, 'name')),
    version: toText(field(scope, 'version')),
    attributes: toAttributes(field(scope, 'attributes'), 0),
  };
}

function parse(bytes: Uint8Array): unknown {
  return bytes.length === 0 ? undefined : JSON.parse(utf8.decode(bytes));
}

function field(of: unknown, camel: string, snake = camel): unknown {
  if (typeof of !== 'object' || of === null) return undefined;
  const record = new Map(Object.entries(of));
  return record.get(camel) ?? record.get(snake);
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toCount(value: unknown): number {
  const count = Number(value ?? 0);
  return Number.isFinite(count) ? count : 0;
}

function toNanos(value: unknown): bigint {
  const text = String(value ?? 0);
  return /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
}

function toLink(link: unknown): SpanLink[] {
  const traceId = parseTraceId(toText(field(link, 'traceId', 'trace_id')).toLowerCase());
  const spanId = parseSpanId(toText(field(link, 'spanId', 'span_id')).toLowerCase());
  return traceId && spanId ? [{ traceId, spanId, attributes: toAttributes(field(link, 'attributes'), 0) }] : [];
}

function toAttributes(value: unknown, nesting: number): readonly Attribute[] {
  return toList(value).map((entry) => ({
    key: toText(field(entry, 'key')),
    value: toValue(field(entry, 'value'), nesting),
  }));
}

function toValue(value: unknown, nesting: number): AttributeValue {
  if (typeof value !== 'object' || value === null || nesting > MAX_NESTING) return { kind: 'empty' };
  for (const [key, content] of Object.entries(value)) {
    switch (key) {
      case 'stringValue':
      case 'string_value':
        return { kind: 'string', value: toText(content) };
      case 'boolValue':
      case 'bool_value':
        return { kind: 'bool', value: content === true };
      case 'intValue':
      case 'int_value':
        return { kind: 'int', value: String(content) };
      case 'doubleValue':
      case 'double_value':
        return toDouble(Number(content));
      case 'bytesValue':
      case 'bytes_value':
        return { kind: 'bytes', value: toText(content) };
      case 'arrayValue':
      case 'array_value':
        return {
          kind: 'array',
          values: toList(field(content, 'values')).map((member) => toValue(member, nesting + 1)),
        };
      case 'kvlistValue':
      case 'kvlist_value':
        return { kind: 'map', entries: toAttributes(field(content, 'values'), nesting + 1) };
    }
  }
  return { kind: 'empty' };
}
