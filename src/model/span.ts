// One span with all that was said of it: what a details view shows.

import type { Attribute } from './attribute.ts';
import type { SpanId, TraceId } from './ids.ts';
import type { Resource, Scope } from './origin.ts';
import type { ResolvedSite } from './site.ts';

/** Index is the number on the wire; trace.proto, enum SpanKind. */
export const SPAN_KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof SPAN_KINDS)[number];

/** Index is the number on the wire; trace.proto, enum Status.StatusCode. */
export const STATUS_CODES = ['unset', 'ok', 'error'] as const;
export type StatusCode = (typeof STATUS_CODES)[number];

/** `open`: it has started and not ended; `cut off`: its process ended before it did. */
export type SpanState = 'ended' | 'open' | 'cut off';

export interface SpanEvent {
  readonly name: string;
  /** Nanoseconds after the start of the span; negative when the event claims to be earlier. */
  readonly offset: number;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributes: number;
}

export interface SpanLink {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly traceState: string;
  /** As those of a span. */
  readonly flags: number;
  readonly attributes: readonly Attribute[];
  readonly droppedAttributes: number;
}

/** What only the bytes of the span say. */
export interface SpanContent {
  /** W3C Trace Context, tracestate. */
  readonly traceState: string;
  /** W3C's in the lowest eight bits, then OTLP's; trace.proto, enum SpanFlags. */
  readonly flags: number;
  readonly statusMessage: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  /** Counts that the SDK says it dropped at its limits. */
  readonly dropped: { readonly attributes: number; readonly events: number; readonly links: number };
}

export interface SpanDetail extends SpanContent {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly parentSpanId: SpanId | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: StatusCode;
  readonly service: string;
  /** Start in milliseconds since the Unix epoch, with fractions. */
  readonly startTime: number;
  readonly state: SpanState;
  /** Nanoseconds, held time included; of an open span until now, of one that was cut off until the last sign of life of its process. */
  readonly duration: number;
  /** Nanoseconds of it in which a debugger held the program. */
  readonly held: number;
  readonly scope: Scope;
  readonly scopeSchemaUrl: string;
  readonly resource: Resource;
  readonly resourceSchemaUrl: string;
  readonly site: ResolvedSite;
}
