/** Writes the starts and ends of spans to the spool, which outlives a process that is killed and speaks for one that is paused. */
import { isAbsolute } from 'node:path';
import { threadId } from 'node:worker_threads';
import { type Dictionary, isDictionary } from './foreign.ts';
import { resourceAttributes } from './resource-attributes.ts';
import { type Openings, openingsOf, type PutLine, putOriginLine, putSpanLine, putStartLine } from './span-line.ts';
import { createSpoolFile } from './spool-file.ts';

/** W3C Trace Context, trace-flags: what is not sampled records for processors alone, and no exporter gets it. */
const SAMPLED = 1;
const NONE: Dictionary = {};

interface Origin {
  readonly scope: object;
  readonly resource: object;
  readonly openings: Openings;
  /** Attributes were still being looked for; the origin is written again once they are there. */
  readonly isPending: boolean;
}

export interface SpanSpool {
  /** It has started, and has the attributes of its location. */
  start(span: unknown): void;
  end(span: unknown): void;
}

/** Undefined where the launch gave no folder. */
export function createSpanSpool(folder: string | undefined): SpanSpool | undefined {
  if (folder === undefined || !isAbsolute(folder)) return undefined;
  const file = createSpoolFile(folder, process.pid, threadId);
  /** Of the pairs of scope and resource that the file knows; they are the same objects for all spans of a tracer. */
  let origins = new WeakMap<object, WeakMap<object, Origin>>();
  /** Spans of one tracer come one after the other: theirs need no look-up. */
  let last: Origin | undefined;
  let count = 0;
  let isWriting = false;

  const originOf = (span: Dictionary): Origin => {
    const scope = orNone(span.instrumentationScope ?? span.instrumentationLibrary);
    const resource = orNone(span.resource);
    const isPending = resource.asyncAttributesPending === true;
    if (last?.scope === scope && last.resource === resource && last.isPending === isPending) return last;
    const ofScope = origins.get(scope) ?? new WeakMap<object, Origin>();
    const known = ofScope.get(resource);
    last = known?.isPending === isPending ? known : writeOrigin(scope, resource, isPending);
    origins.set(scope, ofScope.set(resource, last));
    return last;
  };

  const writeOrigin = (scope: Dictionary, resource: Dictionary, isPending: boolean): Origin => {
    const number = ++count;
    putOriginLine(number, resourceAttributes(resource), scope);
    file.writeLine();
    return { scope, resource, openings: openingsOf(number), isPending };
  };

  const write = (span: unknown, putLine: PutLine) => {
    if (!isDictionary(span) || typeof span.spanContext !== 'function') return;
    const context: unknown = span.spanContext();
    if (!isDictionary(context) || (Number(context.traceFlags) & SAMPLED) === 0) return;
    // An accessor that the program put into a span could start another one amid a line.
    if (isWriting) return;
    isWriting = true;
    try {
      if (file.turn()) {
        origins = new WeakMap();
        last = undefined;
      }
      putLine(originOf(span).openings, context, span);
      file.writeLine();
    } finally {
      isWriting = false;
    }
  };
  return { start: (span) => write(span, putStartLine), end: (span) => write(span, putSpanLine) };
}

function orNone(value: unknown): Dictionary {
  return isDictionary(value) ? value : NONE;
}
