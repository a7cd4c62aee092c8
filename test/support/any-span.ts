// Spans of any content for property tests, as protobuf JSON has them, and what a reader must make of them.

import fc from 'fast-check';
import type { Attribute, AttributeValue } from '../../src/model/attribute.ts';
import { parseSpanId, parseTraceId } from '../../src/model/ids.ts';
import type { Resource as ResourceContent, Scope } from '../../src/model/origin.ts';
import type { SpanContent } from '../../src/model/span.ts';
import { InstrumentationScope, Resource, Span } from './otlp-schema.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 200 });
const bytes = fc.uint8Array({ maxLength: 20 });
const count = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const hexId = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((id) => Buffer.from(id).toString('hex'));
/** Near enough to each other that an offset is exact in a double. */
const nanos = fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_700_000_900_000_000_000n }).map(String);

const { attributes } = fc.letrec<{ value: object; attributes: readonly object[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.record({ stringValue: text }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double().map((double) => (Number.isFinite(double) ? double + 0 : String(double))) }),
    fc.record({ bytesValue: bytes.map((content) => Buffer.from(content).toString('base64')) }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: tie('attributes') }) }),
    fc.constant({}),
  ),
  attributes: fc.array(fc.record({ key: text, value: tie('value') }), { maxLength: 4 }),
}));

const anyLink = fc.record({
  traceId: fc.oneof(hexId(16), hexId(4)),
  spanId: fc.oneof(hexId(8), hexId(9)),
  traceState: text,
  attributes,
  droppedAttributesCount: count,
  flags: count,
});

export const anySpan = fc.record({
  traceId: hexId(16),
  spanId: hexId(8),
  traceState: text,
  flags: count,
  name: text,
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  droppedAttributesCount: count,
  events: fc.array(fc.record({ name: text, timeUnixNano: nanos, attributes, droppedAttributesCount: count }), {
    maxLength: 3,
  }),
  droppedEventsCount: count,
  links: fc.array(anyLink, { maxLength: 3 }),
  droppedLinksCount: count,
  status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: text }),
});

export const anyResource = fc.record({ attributes, droppedAttributesCount: count });
export const anyScope = fc.record({ name: text, version: text, attributes, droppedAttributesCount: count });

const AS_TEXT = { longs: String, bytes: String, defaults: true, arrays: true, oneofs: true };

/** The content of a span as protobufjs reads it. */
export function referenceSpan(encoded: Uint8Array): SpanContent {
  const span = Span.toObject(Span.decode(encoded), AS_TEXT);
  const start = BigInt(span.startTimeUnixNano);
  return {
    traceState: span.traceState,
    flags: span.flags,
    statusMessage: span.status?.message ?? '',
    attributes: span.attributes.map(toAttribute),
    events: span.events.map(
      (event: { name: string; timeUnixNano: string; attributes: object[]; droppedAttributesCount: number }) => ({
        name: event.name,
        offset: Number(BigInt(event.timeUnixNano) - start),
        attributes: event.attributes.map(toAttribute),
        droppedAttributes: event.droppedAttributesCount,
      }),
    ),
    links: span.links.flatMap((link: DecodedLink) => {
      const traceId = parseTraceId(toHex(link.traceId));
      const spanId = parseSpanId(toHex(link.spanId));
      if (!traceId || !spanId) return [];
      const { traceState, flags, droppedAttributesCount: droppedAttributes } = link;
      return [{ traceId, spanId, traceState, flags, droppedAttributes, attributes: link.attributes.map(toAttribute) }];
    }),
    dropped: {
      attributes: span.droppedAttributesCount,
      events: span.droppedEventsCount,
      links: span.droppedLinksCount,
    },
  };
}

interface DecodedLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly flags: number;
  readonly attributes: readonly object[];
  readonly droppedAttributesCount: number;
}

export function referenceResource(encoded: Uint8Array): ResourceContent {
  const resource = Resource.toObject(Resource.decode(encoded), AS_TEXT);
  return {
    attributes: resource.attributes.map(toAttribute),
    droppedAttributes: resource.droppedAttributesCount,
  };
}

export function referenceScope(encoded: Uint8Array): Scope {
  const scope = InstrumentationScope.toObject(InstrumentationScope.decode(encoded), AS_TEXT);
  const { name, version, droppedAttributesCount: droppedAttributes } = scope;
  return { name, version, droppedAttributes, attributes: scope.attributes.map(toAttribute) };
}

function toHex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}

/** protobufjs answers with any: the shapes are those of the schema. */
export function toAttribute(attribute: { key?: string; value?: Decoded | null }): Attribute {
  return { key: attribute.key ?? '', value: toValue(attribute.value ?? {}) };
}

interface Decoded {
  readonly value?: string;
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly intValue?: string;
  readonly doubleValue?: number | string;
  readonly bytesValue?: string;
  readonly arrayValue?: { readonly values: readonly Decoded[] };
  readonly kvlistValue?: { readonly values: readonly { key: string; value: Decoded }[] };
}

export function toValue(decoded: Decoded): AttributeValue {
  switch (decoded.value) {
    case 'stringValue':
      return { kind: 'string', value: decoded.stringValue ?? '' };
    case 'boolValue':
      return { kind: 'bool', value: decoded.boolValue ?? false };
    case 'intValue':
      return { kind: 'int', value: decoded.intValue ?? '0' };
    case 'doubleValue':
      return { kind: 'double', value: toDoubleText(Number(decoded.doubleValue)) };
    case 'bytesValue':
      return { kind: 'bytes', value: decoded.bytesValue ?? '' };
    case 'arrayValue':
      return { kind: 'array', values: (decoded.arrayValue?.values ?? []).map(toValue) };
    case 'kvlistValue':
      return { kind: 'map', entries: (decoded.kvlistValue?.values ?? []).map(toAttribute) };
    default:
      return { kind: 'empty' };
  }
}

export function toDoubleText(double: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isFinite(double)) return double;
  return Number.isNaN(double) ? 'NaN' : double > 0 ? 'Infinity' : '-Infinity';
}
