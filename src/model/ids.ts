// Identifiers of traces and spans, in the forms that cross seams.

import type { Brand } from '../base/brand.ts';

/** 32 lower-case hex digits; W3C Trace Context level 2, section 3.2.2.3. */
export type TraceId = Brand<string, 'TraceId'>;

/** 16 lower-case hex digits; W3C Trace Context level 2, section 3.2.2.4. */
export type SpanId = Brand<string, 'SpanId'>;

/** Row of a span in the store that answered; valid until that store restarts. */
export type SpanIndex = Brand<number, 'SpanIndex'>;

export function parseTraceId(text: unknown): TraceId | undefined {
  return typeof text === 'string' && isTraceId(text) ? text : undefined;
}

export function parseSpanId(text: unknown): SpanId | undefined {
  return typeof text === 'string' && isSpanId(text) ? text : undefined;
}

function isTraceId(text: string): text is TraceId {
  return /^[0-9a-f]{32}$/.test(text);
}

function isSpanId(text: string): text is SpanId {
  return /^[0-9a-f]{16}$/.test(text);
}
