/** A span as a line of the spool, at its start and when it has ended: OTLP/JSON, behind the number of its resource and scope. */
import { type Dictionary, isDictionary } from './foreign.ts';
import { beginLine, cutLine, lineLength, MOST_LINE_BYTES, put, putText, toPart } from './line-bytes.ts';
import {
  beginMeasure,
  isClipped,
  type Measure,
  putAttributes,
  putId,
  putList,
  putNanos,
  putQuoted,
} from './otlp-text.ts';

const WHOLE: Measure = { text: 64 * 1024, members: 10_000 };
/** In turn, until a line fits; the last always does. */
const LESS: readonly Measure[] = [
  { text: 256, members: 64 },
  { text: 256, members: 0 },
];
const ORIGIN: Measure = { text: 4096, members: 256 };
/** Far below a line: a start is what the program waits for. */
const START: Measure = { text: 1024, members: 64 };
const CLIPPED_MARK = '{"key":"spanline.spool.clipped","value":{"boolValue":true}}';

/** Each with the quotes between which identifiers and times stand. */
const TRACE_ID = toPart('{"traceId":"');
const SPAN_ID = toPart('","spanId":"');
const PARENT_ID = toPart('","parentSpanId":"');
const KIND = toPart('","kind":');
const START_TIME = toPart(',"startTimeUnixNano":"');
const NAME = toPart('","name":');
const END_TIME = toPart(',"endTimeUnixNano":"');
const TIME = toPart('{"timeUnixNano":"');
const LINK_ATTRIBUTES = toPart('","attributes":[');
const ATTRIBUTES = toPart(',"attributes":[');
const QUOTE = toPart('"');
const CLOSING = toPart('}}\n');

/** How the lines of an origin begin. */
export interface Openings {
  readonly start: Uint8Array;
  readonly span: Uint8Array;
}

export function openingsOf(origin: number): Openings {
  return { start: toPart(`{"origin":${origin},"start":`), span: toPart(`{"origin":${origin},"span":`) };
}

/** Each puts a whole line in the place of the one before. */
export type PutLine = (openings: Openings, context: Dictionary, span: Dictionary) => void;

export const putSpanLine: PutLine = (openings, context, span) => {
  putSpan(openings, context, span, WHOLE);
  for (const less of LESS) {
    if (lineLength() <= MOST_LINE_BYTES) return;
    putSpan(openings, context, span, less);
  }
};

/** With what is known at the start; what would not fit the line waits for the end. */
export const putStartLine: PutLine = (openings, context, span) => {
  beginLine();
  beginMeasure(START);
  put(openings.start);
  putHead(context, span);
  putAttributeList(span.attributes, false);
  put(CLOSING);
};

export function putOriginLine(origin: number, resource: unknown, scope: unknown): void {
  const { name, version, attributes } = isDictionary(scope) ? scope : { name: '', version: '', attributes: undefined };
  beginLine();
  beginMeasure(ORIGIN);
  putText(`{"origin":${origin},"resource":{"attributes":[`);
  putAttributes(resource);
  putText(']},"scope":{"name":');
  putQuoted(name);
  putText(',"version":');
  putQuoted(version);
  putText(',"attributes":[');
  putAttributes(attributes);
  putText(']}}\n');
}

function putSpan(openings: Openings, context: Dictionary, span: Dictionary, measure: Measure): void {
  beginLine();
  beginMeasure(measure);
  put(openings.span);
  putHead(context, span);
  put(END_TIME);
  putNanos(span.endTime);
  put(QUOTE);
  putStatus(span.status);
  putMembers('events', span.events, putEvent);
  putMembers('links', span.links, putLink);
  putCount('droppedAttributesCount', span.droppedAttributesCount);
  putCount('droppedEventsCount', span.droppedEventsCount);
  putCount('droppedLinksCount', span.droppedLinksCount);
  putAttributeList(span.attributes, true);
  put(CLOSING);
}

/** Open to the right. */
function putHead(context: Dictionary, span: Dictionary): void {
  put(TRACE_ID);
  putId(context.traceId);
  put(SPAN_ID);
  putId(context.spanId);
  const parent = parentOf(span);
  if (parent !== undefined) {
    put(PARENT_ID);
    putId(parent);
  }
  put(KIND);
  // The API counts its kinds from internal, OTLP has an unspecified one before it.
  putText(typeof span.kind === 'number' ? `${span.kind + 1}` : '0');
  put(START_TIME);
  putNanos(span.startTime);
  put(NAME);
  putQuoted(span.name);
}

/** Nothing at all where there are none. The last of a span, as a mark says whether anything before was clipped. */
function putAttributeList(attributes: unknown, isMarked: boolean): void {
  const before = lineLength();
  put(ATTRIBUTES);
  const from = lineLength();
  putAttributes(attributes);
  if (isMarked && isClipped()) putText(lineLength() === from ? CLIPPED_MARK : `,${CLIPPED_MARK}`);
  if (lineLength() === from) cutLine(before);
  else putText(']');
}

/** The later field is that of SDK 1.x. */
function parentOf({ parentSpanContext, parentSpanId }: Dictionary): unknown {
  const parent = isDictionary(parentSpanContext) ? parentSpanContext.spanId : parentSpanId;
  return typeof parent === 'string' && parent !== '' ? parent : undefined;
}

function putStatus(status: unknown): void {
  if (!isDictionary(status) || typeof status.code !== 'number' || status.code === 0) return;
  putText(`,"status":{"code":${status.code}`);
  if (typeof status.message === 'string') {
    putText(',"message":');
    putQuoted(status.message);
  }
  putText('}');
}

function putMembers(name: string, members: unknown, putMember: (member: unknown) => void): void {
  if (!Array.isArray(members) || members.length === 0) return;
  putText(`,"${name}":[`);
  putList(members, putMember);
  putText(']');
}

function putEvent(event: unknown): void {
  if (!isDictionary(event)) {
    putText('{}');
    return;
  }
  put(TIME);
  putNanos(event.time);
  put(NAME);
  putQuoted(event.name);
  put(ATTRIBUTES);
  putAttributes(event.attributes);
  putText(']');
  putCount('droppedAttributesCount', event.droppedAttributesCount);
  putText('}');
}

function putLink(link: unknown): void {
  const context = isDictionary(link) ? link.context : undefined;
  if (!isDictionary(link) || !isDictionary(context)) {
    putText('{}');
    return;
  }
  put(TRACE_ID);
  putId(context.traceId);
  put(SPAN_ID);
  putId(context.spanId);
  put(LINK_ATTRIBUTES);
  putAttributes(link.attributes);
  putText(']');
  putCount('droppedAttributesCount', link.droppedAttributesCount);
  putText('}');
}

function putCount(name: string, count: unknown): void {
  if (typeof count === 'number' && count > 0) putText(`,"${name}":${count}`);
}
