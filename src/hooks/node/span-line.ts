/** A span as a line of the spool, at its start and when it has ended: OTLP/JSON, behind the number of its resource and scope. */
import { type Dictionary, isDictionary } from './foreign.ts';
import {
  attributesText,
  beginText,
  isClipped,
  listText,
  type Measure,
  nanosText,
  quote,
  quoteId,
} from './otlp-text.ts';

/** Characters; the child that reads takes no line of more than four times as many bytes. */
const MOST_LINE = 256 * 1024;

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

export function spanLine(origin: number, context: Dictionary, span: Dictionary): string {
  let text = spanText(context, span, WHOLE);
  for (let turn = 0; text.length > MOST_LINE; turn++) {
    const less = LESS[turn];
    if (less === undefined) break;
    text = spanText(context, span, less);
  }
  return `{"origin":${origin},"span":${text}}\n`;
}

/** With what is known at the start; what would not fit the line waits for the end. */
export function startLine(origin: number, context: Dictionary, span: Dictionary): string {
  beginText(START);
  const attributes = attributesText(span.attributes);
  const rest = attributes === '' ? '' : `,"attributes":[${attributes}]`;
  return `{"origin":${origin},"start":${headText(context, span)}${rest}}}\n`;
}

export function originLine(origin: number, resource: unknown, scope: unknown): string {
  beginText(ORIGIN);
  const { name, version, attributes } = isDictionary(scope) ? scope : { name: '', version: '', attributes: undefined };
  const resourceText = `{"attributes":[${attributesText(resource)}]}`;
  const scopeText = `{"name":${quote(name)},"version":${quote(version)},"attributes":[${attributesText(attributes)}]}`;
  return `{"origin":${origin},"resource":${resourceText},"scope":${scopeText}}\n`;
}

/** Most spans have none below them: what ends is what started last, of which this never changes. */
let lastSpan: Dictionary | undefined;
let lastFixed = '';

/** Open to the right. */
function headText(context: Dictionary, span: Dictionary): string {
  if (span !== lastSpan) {
    lastFixed = fixedText(context, span);
    lastSpan = span;
  }
  return `${lastFixed},"name":${quote(span.name)}`;
}

function fixedText(context: Dictionary, span: Dictionary): string {
  const parent = parentOf(span);
  const parentText = parent === undefined ? '' : `,"parentSpanId":${quoteId(parent)}`;
  // The API counts its kinds from internal, OTLP has an unspecified one before it.
  const kind = typeof span.kind === 'number' ? span.kind + 1 : 0;
  return `{"traceId":${quoteId(context.traceId)},"spanId":${quoteId(context.spanId)}${parentText},"kind":${kind},"startTimeUnixNano":${nanosText(span.startTime)}`;
}

function spanText(context: Dictionary, span: Dictionary, measure: Measure): string {
  beginText(measure);
  let text = `${headText(context, span)},"endTimeUnixNano":${nanosText(span.endTime)}`;
  const status = statusText(span.status);
  if (status !== '') text += `,"status":${status}`;
  const events = listText(span.events, eventText);
  if (events !== '') text += `,"events":[${events}]`;
  const links = listText(span.links, linkText);
  if (links !== '') text += `,"links":[${links}]`;
  text += countText('droppedAttributesCount', span.droppedAttributesCount);
  text += countText('droppedEventsCount', span.droppedEventsCount);
  text += countText('droppedLinksCount', span.droppedLinksCount);
  const attributes = attributesText(span.attributes);
  if (!isClipped()) return attributes === '' ? `${text}}` : `${text},"attributes":[${attributes}]}`;
  return `${text},"attributes":[${attributes === '' ? '' : `${attributes},`}${CLIPPED_MARK}]}`;
}

/** The later field is that of SDK 1.x. */
function parentOf({ parentSpanContext, parentSpanId }: Dictionary): unknown {
  const parent = isDictionary(parentSpanContext) ? parentSpanContext.spanId : parentSpanId;
  return typeof parent === 'string' && parent !== '' ? parent : undefined;
}

function statusText(status: unknown): string {
  if (!isDictionary(status) || typeof status.code !== 'number' || status.code === 0) return '';
  const message = typeof status.message === 'string' ? `,"message":${quote(status.message)}` : '';
  return `{"code":${status.code}${message}}`;
}

function eventText(event: unknown): string {
  if (!isDictionary(event)) return '{}';
  const dropped = countText('droppedAttributesCount', event.droppedAttributesCount);
  return `{"timeUnixNano":${nanosText(event.time)},"name":${quote(event.name)},"attributes":[${attributesText(event.attributes)}]${dropped}}`;
}

function linkText(link: unknown): string {
  const context = isDictionary(link) ? link.context : undefined;
  if (!isDictionary(link) || !isDictionary(context)) return '{}';
  const ids = `"traceId":${quoteId(context.traceId)},"spanId":${quoteId(context.spanId)}`;
  const dropped = countText('droppedAttributesCount', link.droppedAttributesCount);
  return `{${ids},"attributes":[${attributesText(link.attributes)}]${dropped}}`;
}

function countText(name: string, count: unknown): string {
  return typeof count === 'number' && count > 0 ? `,"${name}":${count}` : '';
}
