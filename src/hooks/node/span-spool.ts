/** Writes the starts and ends of spans to the spool, which outlives a process that is killed and speaks for one that is paused. */
import { isAbsolute } from 'node:path';
import { threadId } from 'node:worker_threads';
import { type Dictionary, isDictionary } from './foreign.ts';
import { resourceAttributes } from './resource-attributes.ts';
import { originLine, spanLine, startLine } from './span-line.ts';
import { createSpoolFile } from './spool-file.ts';

/** W3C Trace Context, trace-flags: what is not sampled records for processors alone, and no exporter gets it. */
const SAMPLED = 1;
const NONE: Dictionary = {};

interface Origin {
  readonly number: number;
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
  let count = 0;

  const originOf = (span: Dictionary): number => {
    const scope = orNone(span.instrumentationScope ?? span.instrumentationLibrary);
    const resource = orNone(span.resource);
    let ofScope = origins.get(scope);
    if (ofScope === undefined) {
      ofScope = new WeakMap();
      origins.set(scope, ofScope);
    }
    const known = ofScope.get(resource);
    const isPending = resource.asyncAttributesPending === true;
    if (known !== undefined && known.isPending === isPending) return known.number;
    const number = ++count;
    ofScope.set(resource, { number, isPending });
    file.write(originLine(number, resourceAttributes(resource), scope));
    return number;
  };

  const write = (span: unknown, line: typeof spanLine) => {
    if (!isDictionary(span) || typeof span.spanContext !== 'function') return;
    const context: unknown = span.spanContext();
    if (!isDictionary(context) || (Number(context.traceFlags) & SAMPLED) === 0) return;
    if (file.turn()) origins = new WeakMap();
    file.write(line(originOf(span), context, span));
  };
  return { start: (span) => write(span, startLine), end: (span) => write(span, spanLine) };
}

function orNone(value: unknown): Dictionary {
  return isDictionary(value) ? value : NONE;
}
