// Spans out of a spool as the body of a request, so that they are decoded, stored and logged as all others are.

import type { SpoolOrigin } from './spool-line.ts';

export interface SpooledSpan {
  readonly origin: SpoolOrigin;
  /** OTLP/JSON. */
  readonly text: string;
}

/** An ExportTraceServiceRequest whose first field, which OTLP does not have, tells a log of bodies that it is none of a program's. */
const OPENING = '{"spool":true,"resourceSpans":[';
const OPENING_BYTES = new TextEncoder().encode(OPENING);

export function toSpoolRequest(spans: readonly SpooledSpan[]): Uint8Array {
  const resources = [...Map.groupBy(spans, ({ origin }) => origin)].map(
    ([{ resource, scope }, group]) =>
      `{"resource":${resource},"scopeSpans":[{"scope":${scope},"spans":[${group.map(({ text }) => text).join()}]}]}`,
  );
  return new TextEncoder().encode(`${OPENING}${resources.join()}]}`);
}

export function isSpoolRequest(bytes: Uint8Array): boolean {
  return bytes.length > OPENING_BYTES.length && OPENING_BYTES.every((byte, i) => bytes[i] === byte);
}
