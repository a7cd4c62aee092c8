// All that was said of one span.

import { countOf } from '../../src/model/count-of.ts';
import { formatDuration, formatNanoseconds } from '../../src/model/format-duration.ts';
import { toLine } from '../../src/model/plain-text.ts';
import type { SpanDetail } from '../../src/model/span.ts';
import { SPAN_FLAG } from '../../src/model/trace-layout.ts';
import type { LogsPage } from '../../src/protocol/store-api.ts';
import { formatMoment } from '../kit/format-clock.ts';
import { CYCLE_TEXT, ORPHAN_TEXT } from '../waterfall/span-row.ts';
import { CUT_OFF_TEXT, formatHeld, HELD_TEXT, RUNNING_TEXT } from '../waterfall/span-state.ts';
import { AttributeTable } from './attribute-table.tsx';
import { ClippedText } from './clipped-text.tsx';
import { Dropped } from './dropped.tsx';
import { Section } from './section.tsx';
import { SiteLink } from './site-link.tsx';
import { SpanEvents } from './span-events.tsx';
import { SpanLogs } from './span-logs.tsx';

export interface SpanDetailsProps {
  readonly detail: SpanDetail;
  /** Bits of SPAN_FLAG. */
  readonly flags: number;
  readonly slot: number;
  readonly logs: LogsPage | undefined;
  /** Why the last attempt to show the line failed. */
  readonly trouble: string | undefined;
  onReveal(): void;
  onCopy(): void;
  onOpenLink(link: SpanDetail['links'][number]): void;
}

export function SpanDetails({ detail, flags, slot, logs, trouble, onReveal, onCopy, onOpenLink }: SpanDetailsProps) {
  const name = toLine(detail.name);
  const { dropped, scope, resource } = detail;
  const ran = detail.duration - detail.held;
  const lost = [
    dropped.attributes > 0 ? countOf(dropped.attributes, 'attribute') : '',
    dropped.events > 0 ? countOf(dropped.events, 'event') : '',
    dropped.links > 0 ? countOf(dropped.links, 'link') : '',
  ].filter(Boolean);
  return (
    <article class="span-details" aria-label="Details of the span" key={`${detail.traceId} ${detail.spanId}`}>
      <header>
        <h2 dir="auto" class={name === '' ? 'placeholder' : ''}>
          {name === '' ? '(no name)' : name}
        </h2>
        <button type="button" class="secondary" onClick={onCopy} title="Copy the span as JSON">
          Copy JSON
        </button>
      </header>
      <SiteLink site={detail.site} trouble={trouble} onReveal={onReveal} />
      <dl class="facts">
        <dt>Status</dt>
        <dd class={detail.status === 'error' ? 'status-error' : ''}>
          {detail.status === 'error' && <span class="mark error" aria-hidden="true" />}
          {detail.status}
          {detail.statusMessage !== '' && (
            <>
              {': '}
              <ClippedText text={detail.statusMessage} />
            </>
          )}
        </dd>
        <dt>Service</dt>
        <dd>
          <span class={`dot service-${slot}`} aria-hidden="true" />
          {detail.service === '' ? '(no service)' : toLine(detail.service, 120)}
        </dd>
        <dt>Kind</dt>
        <dd>{detail.kind}</dd>
        <dt>Duration</dt>
        <dd>
          {detail.state === 'open' ? (
            'running'
          ) : (
            <>
              {detail.state === 'cut off' && 'cut off after '}
              {formatDuration(ran)} <span class="exact">{formatNanoseconds(ran)}</span>
              {detail.held > 0 && `, and ${formatHeld(detail.held)}`}
            </>
          )}
        </dd>
        <dt>Start</dt>
        <dd>{formatMoment(detail.startTime)}</dd>
      </dl>
      {detail.state === 'open' && <p class="remark">{RUNNING_TEXT}</p>}
      {detail.state === 'cut off' && <p class="remark">{CUT_OFF_TEXT}</p>}
      {detail.held > 0 && <p class="remark">{HELD_TEXT}</p>}
      {(flags & SPAN_FLAG.orphan) !== 0 && <p class="remark">{ORPHAN_TEXT}</p>}
      {(flags & SPAN_FLAG.cycle) !== 0 && <p class="remark">{CYCLE_TEXT}</p>}
      {lost.length > 0 && <p class="remark">The SDK dropped {lost.join(', ')} at its limits.</p>}
      {detail.events.length > 0 && (
        <Section title="Events" count={detail.events.length}>
          <SpanEvents events={detail.events} />
        </Section>
      )}
      {logs !== undefined && logs.total > 0 && (
        <Section title="Logs" count={logs.total}>
          <SpanLogs logs={logs} startTime={detail.startTime} />
        </Section>
      )}
      {detail.attributes.length > 0 && (
        <Section title="Attributes" count={detail.attributes.length}>
          <AttributeTable attributes={detail.attributes} label="Attributes" />
        </Section>
      )}
      {detail.links.length > 0 && (
        <Section title="Links" count={detail.links.length}>
          <ul class="links">
            {detail.links.map((link) => (
              <li key={`${link.traceId} ${link.spanId}`}>
                <button type="button" class="link mono" onClick={() => onOpenLink(link)}>
                  trace {link.traceId.slice(0, 8)}… span {link.spanId}
                </button>
                {link.attributes.length > 0 && (
                  <AttributeTable attributes={link.attributes} label="Attributes of the link" />
                )}
                <Dropped attributes={link.droppedAttributes} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {resource.attributes.length > 0 && (
        <Section title="Resource" count={resource.attributes.length} open={false}>
          <AttributeTable attributes={resource.attributes} label="Resource" />
          <Dropped attributes={resource.droppedAttributes} />
        </Section>
      )}
      <Section title="Scope and ids" open={false}>
        <dl class="facts">
          <dt>Scope</dt>
          <dd>{scope.name === '' ? '(no name)' : `${toLine(scope.name, 200)} ${toLine(scope.version, 80)}`}</dd>
          <dt>Trace</dt>
          <dd class="mono">{detail.traceId}</dd>
          <dt>Span</dt>
          <dd class="mono">{detail.spanId}</dd>
          <dt>Parent</dt>
          <dd class="mono">{detail.parentSpanId ?? 'none'}</dd>
          <Fact name="Trace state" text={detail.traceState} />
          <Fact name="Schema of the scope" text={detail.scopeSchemaUrl} />
          <Fact name="Schema of the resource" text={detail.resourceSchemaUrl} />
        </dl>
        {scope.attributes.length > 0 && (
          <AttributeTable attributes={scope.attributes} label="Attributes of the scope" />
        )}
        <Dropped attributes={scope.droppedAttributes} />
      </Section>
    </article>
  );
}

/** Nothing where there is no text. */
function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  if (text === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd class="mono">{toLine(text, 500)}</dd>
    </>
  );
}
