// Log records of a span, in time.

import { formatAttributeValue } from '../../src/model/attribute.ts';
import { countOf } from '../../src/model/count-of.ts';
import { formatDuration } from '../../src/model/format-duration.ts';
import { severityName } from '../../src/model/log.ts';
import { toLine } from '../../src/model/plain-text.ts';
import type { LogRow, LogsPage } from '../../src/protocol/store-api.ts';
import { AttributeTable } from './attribute-table.tsx';
import { ClippedText } from './clipped-text.tsx';
import { Dropped } from './dropped.tsx';

/** logs.proto, enum SeverityNumber: from here on something failed. */
const ERROR = 17;

export interface SpanLogsProps {
  readonly logs: LogsPage;
  /** Of the span, in milliseconds since the Unix epoch. */
  readonly startTime: number;
}

export function SpanLogs({ logs, startTime }: SpanLogsProps) {
  const more = logs.total - logs.rows.length;
  return (
    <>
      <ol class="events">
        {logs.rows.map((row, index) => (
          <Record key={index} row={row} startTime={startTime} />
        ))}
      </ol>
      {more > 0 && <p class="remark">{countOf(more, 'later record')} not shown.</p>}
    </>
  );
}

function Record({ row, startTime }: { readonly row: LogRow; readonly startTime: number }) {
  const severity = toLine(severityName(row), 40);
  const offset = (Number(row.time === '0' ? row.observedTime : row.time) / 1e6 - startTime) * 1e6;
  const text = formatAttributeValue(row.body);
  return (
    <li class={row.severityNumber >= ERROR ? 'event exception' : 'event'}>
      <div class="event-head">
        <span class="event-name">
          {severity !== '' && <span class="severity">{severity}</span>}
          {row.eventName !== '' && toLine(row.eventName, 200)}
        </span>
        <span class="event-offset" title="After the start of the span">
          {offset < 0 ? '' : '+'}
          {formatDuration(offset)}
        </span>
      </div>
      {text !== '' && (
        <p class="log-body">
          <ClippedText text={text} />
        </p>
      )}
      {row.attributes.length > 0 && <AttributeTable attributes={row.attributes} label="Attributes of the record" />}
      <Dropped attributes={row.droppedAttributes} />
    </li>
  );
}
