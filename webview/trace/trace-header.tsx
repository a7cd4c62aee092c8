// What the whole trace is: its name, services, start, duration, counts; and the zoom.

import { countOf } from '../../src/model/count-of.ts';
import { formatDuration } from '../../src/model/format-duration.ts';
import { heldTime } from '../../src/model/held-times.ts';
import { toLine } from '../../src/model/plain-text.ts';
import { SPAN_FLAG, type TraceLayout } from '../../src/model/trace-layout.ts';
import { formatClock, formatMoment } from '../kit/format-clock.ts';
import { formatHeld, HELD_TEXT } from '../waterfall/span-state.ts';

export interface TraceHeaderProps {
  readonly layout: TraceLayout;
  readonly errors: number;
  /** Whether a span of it has not ended. */
  readonly running: boolean;
  readonly disconnected: boolean;
  slotOf(service: string): number;
  onZoom(factor: number): void;
  onZoomOut(): void;
}

/** Spans with an error, or open; counted once a layout, not once a paint. */
export function countFlagged(flags: Uint8Array, which: keyof typeof SPAN_FLAG): number {
  let count = 0;
  for (const flag of flags) if ((flag & SPAN_FLAG[which]) !== 0) count++;
  return count;
}

export function TraceHeader({ layout, errors, running, disconnected, slotOf, onZoom, onZoomOut }: TraceHeaderProps) {
  const held = heldTime(layout.held, layout.count);
  const ran = formatDuration(layout.duration - held);
  const name = toLine(layout.names[layout.name[0] ?? 0] ?? '');
  return (
    <header class="trace-header">
      <h1 dir="auto" title={name} class={name === '' ? 'placeholder' : ''}>
        {name === '' ? '(no name)' : name}
      </h1>
      <span class="counts">
        <span class="total" title="From the earliest start to the latest end, without what the debugger held">
          {running ? `running, ${ran}` : ran}
        </span>
        {layout.held.spans.length > 0 && (
          <span class="held" title={HELD_TEXT}>
            <span class="hatch" aria-hidden="true" />
            {held > 0 ? formatHeld(held) : 'held by the debugger'}
          </span>
        )}
        <span>{countOf(layout.count, 'span')}</span>
        <span class={errors > 0 ? 'has-errors' : ''}>{countOf(errors, 'error')}</span>
        <span title={formatMoment(layout.startTime)}>{formatClock(layout.startTime)}</span>
      </span>
      <ul class="legend" aria-label="Services">
        {layout.services.map((service) => (
          <li key={service}>
            <span class={`dot service-${slotOf(service)}`} aria-hidden="true" />
            {service === '' ? '(no service)' : toLine(service, 80)}
          </li>
        ))}
      </ul>
      <span class="news" role="status">
        {disconnected && <span class="notice">Reconnecting to the trace store…</span>}
      </span>
      <span class="zoom">
        <button
          type="button"
          aria-label="Zoom in"
          title="Zoom in (+, or Ctrl and wheel)"
          onClick={() => onZoom(1 / 1.5)}
        >
          <span aria-hidden="true">+</span>
        </button>
        <button type="button" aria-label="Zoom out" title="Zoom out (-)" onClick={() => onZoom(1.5)}>
          <span aria-hidden="true">−</span>
        </button>
        <button
          type="button"
          class="fit"
          aria-label="Fit the whole trace"
          title="Fit the whole trace (0)"
          onClick={onZoomOut}
        >
          Fit
        </button>
      </span>
    </header>
  );
}
