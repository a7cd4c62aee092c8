// Requests for tests: a short way to say which spans, in both encodings, made by protobufjs and JSON and not by our code.

import type { Type } from 'protobufjs';
import { ExportTraceServiceRequest } from './otlp-schema.ts';

export interface SpanSpec {
  readonly trace?: string;
  readonly id: string;
  readonly parent?: string;
  readonly name?: string;
  readonly kind?: number;
  /** Nanoseconds after START. */
  readonly start?: number;
  readonly duration?: number;
  readonly error?: boolean;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

export const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** 2026-01-01T00:00:00Z */
export const START = 1_767_225_600_000_000_000n;

/** The request as protobuf JSON has it. */
export function traceRequest(
  service: string,
  spans: readonly SpanSpec[],
  scope = 'test',
  resource: NonNullable<SpanSpec['attributes']> = {},
) {
  return {
    resourceSpans: [
      {
        resource: { attributes: toAttributes({ 'service.name': service, ...resource }) },
        scopeSpans: [{ scope: { name: scope, version: '1.0' }, spans: spans.map(toJson) }],
      },
    ],
  };
}

function toJson(span: SpanSpec) {
  const start = START + BigInt(span.start ?? 0);
  return {
    traceId: span.trace ?? TRACE,
    spanId: span.id,
    ...(span.parent === undefined ? {} : { parentSpanId: span.parent }),
    name: span.name ?? span.id,
    kind: span.kind ?? 1,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(span.duration ?? 1000)),
    attributes: toAttributes(span.attributes ?? {}),
    ...(span.error ? { status: { code: 2, message: 'failed' } } : {}),
  };
}

function toAttributes(attributes: NonNullable<SpanSpec['attributes']>) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) }));
}

function toAnyValue(value: string | number | boolean) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

export function toJsonBytes(request: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(request));
}

export function toProtobufBytes(message: object, type: Type = ExportTraceServiceRequest): Uint8Array {
  return type.encode(type.fromObject(hexToBase64(message))).finish();
}

/** protobufjs reads bytes as base64; OTLP's JSON has ids in hex. */
function hexToBase64<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key, field) =>
    /^(traceId|spanId|parentSpanId)$/.test(key) ? Buffer.from(field, 'hex').toString('base64') : field,
  );
}

/** 16 hex digits. */
export function spanId(number: number): string {
  return number.toString(16).padStart(16, '0');
}

/** 32 hex digits. */
export function traceId(number: number): string {
  return number.toString(16).padStart(32, '0');
}
