// Spans out of a spool as the body of a request, so that they are decoded, stored and logged as all others are.

import type { SpanState } from '../../model/span.ts';
import type { SpoolOrigin } from './spool-line.ts';

export interface SpooledSpan {
  readonly origin: SpoolOrigin;
  /** OTLP/JSON. */
  readonly text: string;
}

const utf8 = new TextEncoder();

/** Requests whose first field, which OTLP does not have, tells a log of bodies that they are none of a program's. */
const OPENINGS = {
  ended: '{"spool":true,"resourceSpans":[',
  open: '{"spool":"open","resourceSpans":[',
  'cut off': '{"spool":"cut off","resourceSpans":[',
} as const satisfies Record<SpanState, string>;

/** An ExportTraceServiceRequest of spans that are all in one state. */
export function toSpoolRequest(spans: readonly SpooledSpan[], state: SpanState = 'ended'): Uint8Array {
  const resources = [...groupByOrigin(spans)].map(
    ([{ resource, scope }, group]) =>
      `{"resource":${resource},"scopeSpans":[{"scope":${scope},"spans":[${group.map(({ text }) => text).join()}]}]}`,
  );
  return utf8.encode(`${OPENINGS[state]}${resources.join()}]}`);
}

/** The groups of such a request, in its order; an origin is one of a file, and so of a process. */
export function groupByOrigin<T extends SpooledSpan>(spans: readonly T[]): ReadonlyMap<SpoolOrigin, readonly T[]> {
  return Map.groupBy(spans, ({ origin }) => origin);
}

const START = /"startTimeUnixNano":"(\d{1,20})"/;

/** The text of a start with an end, in nanoseconds since the Unix epoch; none lies before the start, which has another clock. */
export function withEnd(text: string, end: bigint): string {
  const start = BigInt(START.exec(text)?.[1] ?? 0);
  return `${text.slice(0, -1)},"endTimeUnixNano":"${end < start ? start : end}"}`;
}

const OPENING_BYTES = (['ended', 'cut off'] as const).map((state) => [state, utf8.encode(OPENINGS[state])] as const);

/** The state of the spans of such a request; undefined for one of a program's. */
export function spoolRequestState(bytes: Uint8Array): 'ended' | 'cut off' | undefined {
  return OPENING_BYTES.find(([, opening]) => opening.every((byte, i) => bytes[i] === byte))?.[0];
}
