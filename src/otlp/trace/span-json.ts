// One span out of its JSON bytes, decoded when shown.

import { parseSpanId, parseTraceId } from '../../model/ids.ts';
import type { SpanContent, SpanEvent, SpanLink } from '../../model/span.ts';
import { field, parseJson, toAttributes, toCount, toIdText, toList, toNanos, toText } from '../common/json-values.ts';

/** Throws SyntaxError on malformed text. */
export function readSpanJson(bytes: Uint8Array): SpanContent {
  const span = parseJson(bytes);
  const start = toNanos(field(span, 'startTimeUnixNano'));
  return {
    traceState: toText(field(span, 'traceState')),
    flags: toCount(field(span, 'flags')),
    statusMessage: toText(field(field(span, 'status'), 'message')),
    attributes: toAttributes(field(span, 'attributes')),
    events: toList(field(span, 'events')).map(
      (event): SpanEvent => ({
        name: toText(field(event, 'name')),
        offset: Number(toNanos(field(event, 'timeUnixNano')) - start),
        attributes: toAttributes(field(event, 'attributes')),
        droppedAttributes: toCount(field(event, 'droppedAttributesCount')),
      }),
    ),
    links: toList(field(span, 'links')).flatMap(toLink),
    dropped: {
      attributes: toCount(field(span, 'droppedAttributesCount')),
      events: toCount(field(span, 'droppedEventsCount')),
      links: toCount(field(span, 'droppedLinksCount')),
    },
  };
}

function toLink(link: unknown): SpanLink[] {
  const traceId = parseTraceId(toIdText(field(link, 'traceId'), 16));
  const spanId = parseSpanId(toIdText(field(link, 'spanId'), 8));
  if (!traceId || !spanId) return [];
  return [
    {
      ...{ traceId, spanId },
      traceState: toText(field(link, 'traceState')),
      flags: toCount(field(link, 'flags')),
      attributes: toAttributes(field(link, 'attributes')),
      droppedAttributes: toCount(field(link, 'droppedAttributesCount')),
    },
  ];
}
