// One span as OTLP's JSON has it. Shape: opentelemetry-proto, trace/v1/trace.proto.

import type { SpanContent } from '../../model/span.ts';
import { toAttributesJson, withoutDefaults } from './attribute-json.ts';

/** What columns have of a span; identifiers in hex, times in nanoseconds since the Unix epoch. */
export interface SpanColumns {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for none. */
  readonly parentSpanId: string;
  readonly name: string;
  /** Numbers on the wire. */
  readonly kind: number;
  readonly status: number;
  readonly start: bigint;
  /** Undefined of one that has not ended. */
  readonly end: bigint | undefined;
}

export function spanToJson(columns: SpanColumns, content: SpanContent): object {
  const { traceId, spanId, parentSpanId, name, kind, status, start, end } = columns;
  const { traceState, flags, statusMessage, attributes, events, links, dropped } = content;
  const code = withoutDefaults({ code: status, message: statusMessage });
  return withoutDefaults({
    ...{ traceId, spanId, parentSpanId, traceState, flags, name, kind },
    startTimeUnixNano: String(start),
    endTimeUnixNano: end === undefined ? undefined : String(end),
    attributes: toAttributesJson(attributes),
    droppedAttributesCount: dropped.attributes,
    events: events.map((event) =>
      withoutDefaults({
        timeUnixNano: String(start + BigInt(event.offset)),
        name: event.name,
        attributes: toAttributesJson(event.attributes),
        droppedAttributesCount: event.droppedAttributes,
      }),
    ),
    droppedEventsCount: dropped.events,
    links: links.map((link) =>
      withoutDefaults({
        ...{ traceId: link.traceId, spanId: link.spanId, traceState: link.traceState, flags: link.flags },
        attributes: toAttributesJson(link.attributes),
        droppedAttributesCount: link.droppedAttributes,
      }),
    ),
    droppedLinksCount: dropped.links,
    status: Object.keys(code).length > 0 ? code : undefined,
  });
}
