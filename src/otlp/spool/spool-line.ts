// A line of a spool, as the hooks write them: a span in OTLP/JSON, or the resource and scope that spans name by a number.
// Total: a line of any other form is none.

import { readServiceName } from '../trace/span-reader.ts';

/** Where a span comes from; both are OTLP/JSON. */
export interface SpoolOrigin {
  readonly resource: string;
  readonly scope: string;
  readonly service: string;
  /** Nothing else brings its spans. */
  readonly isAlone: boolean;
}

export type SpoolLine =
  | { readonly kind: 'origin'; readonly number: number; readonly origin: SpoolOrigin }
  | {
      /** A start tells of a span that goes on; its text has no end. */
      readonly kind: 'span' | 'start';
      /** Number of its origin, which stands in a line before. */
      readonly origin: number;
      readonly traceId: string;
      readonly spanId: string;
      readonly spanKind: number;
      /** The span in OTLP/JSON. */
      readonly text: string;
    };

/** The opening decides; what follows it must be JSON to the end, and is handed on as the text that it is. */
const OPENING = /^\{"origin":(\d{1,9}),"(span|start|resource)":/;
const TRACE_ID = /^(?!0+$)[0-9a-f]{32}$/i;
const SPAN_ID = /^(?!0+$)[0-9a-f]{16}$/i;
const MOST_KIND = 5;

const utf8 = new TextEncoder();

export function parseSpoolLine(line: string): SpoolLine | undefined {
  const opening = OPENING.exec(line);
  if (opening === null || !line.endsWith('}')) return undefined;
  const number = Number(opening[1]);
  try {
    const what = opening[2];
    if (what !== 'span' && what !== 'start') return toOrigin(number, line);
    return toSpan(what, number, line.slice(opening[0].length, -1));
  } catch {
    return undefined;
  }
}

function toSpan(what: 'span' | 'start', origin: number, text: string): SpoolLine | undefined {
  const span: unknown = JSON.parse(text);
  if (!isObject(span)) return undefined;
  const { traceId, spanId, kind } = span;
  if (!isText(traceId) || !TRACE_ID.test(traceId) || !isText(spanId) || !SPAN_ID.test(spanId)) return undefined;
  const isKnown = typeof kind === 'number' && Number.isInteger(kind) && kind > 0 && kind <= MOST_KIND;
  return { kind: what, origin, traceId, spanId, spanKind: isKnown ? kind : 0, text };
}

function toOrigin(number: number, line: string): SpoolLine | undefined {
  const whole: unknown = JSON.parse(line);
  if (!isObject(whole) || !isObject(whole.resource)) return undefined;
  const resource = JSON.stringify(whole.resource);
  const scope = JSON.stringify(isObject(whole.scope) ? whole.scope : {});
  const service = readServiceName(utf8.encode(resource), 'json');
  return { kind: 'origin', number, origin: { resource, scope, service, isAlone: whole.alone === true } };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
