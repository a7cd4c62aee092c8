// Events of a span, in time; exceptions as message and stack.

import { findAttribute, formatAttributeValue } from '../../src/model/attribute.ts';
import { formatDuration } from '../../src/model/format-duration.ts';
import { toLine } from '../../src/model/plain-text.ts';
import type { SpanEvent } from '../../src/model/span.ts';
import { AttributeTable } from './attribute-table.tsx';
import { ClippedText } from './clipped-text.tsx';
import { Dropped } from './dropped.tsx';

export function SpanEvents({ events }: { readonly events: readonly SpanEvent[] }) {
  return (
    <ol class="events">
      {events.map((event, index) => (
        <li key={index} class={isException(event) ? 'event exception' : 'event'}>
          <div class="event-head">
            <span class="event-name">{event.name === '' ? '(no name)' : toLine(event.name, 200)}</span>
            <span class="event-offset" title="After the start of the span">
              {event.offset < 0 ? '' : '+'}
              {formatDuration(event.offset)}
            </span>
          </div>
          {isException(event) ? (
            <Exception event={event} />
          ) : (
            event.attributes.length > 0 && (
              <AttributeTable attributes={event.attributes} label="Attributes of the event" />
            )
          )}
          <Dropped attributes={event.droppedAttributes} />
        </li>
      ))}
    </ol>
  );
}

/** Semantic conventions, exceptions on spans: https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
const EXCEPTION_KEYS = ['exception.type', 'exception.message', 'exception.stacktrace'];

function isException(event: SpanEvent): boolean {
  return event.attributes.some((attribute) => EXCEPTION_KEYS.includes(attribute.key));
}

function Exception({ event }: { readonly event: SpanEvent }) {
  const text = (key: string) => {
    const value = findAttribute(event.attributes, key);
    return value ? formatAttributeValue(value) : '';
  };
  const [type, message, stack] = EXCEPTION_KEYS.map(text);
  const others = event.attributes.filter((attribute) => !EXCEPTION_KEYS.includes(attribute.key));
  return (
    <>
      <p class="exception-message">
        {type && <strong>{toLine(type, 200)}</strong>}
        {type && message && ': '}
        {message && <ClippedText text={message} />}
      </p>
      {stack && <ClippedText text={stack} limit={2000} preformatted />}
      {others.length > 0 && <AttributeTable attributes={others} label="Other attributes of the exception" />}
    </>
  );
}
