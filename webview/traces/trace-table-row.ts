// One recycled row of the table of traces.

import { formatDuration, groupDigits } from '../../src/model/format-duration.ts';
import { toLine } from '../../src/model/plain-text.ts';
import type { TraceRow } from '../../src/model/trace-row.ts';
import { createElement, setAttribute, setClass, setText } from '../kit/element.ts';
import { formatClock } from '../kit/format-clock.ts';
import { formatHeld, HELD_TEXT } from '../waterfall/span-state.ts';

export interface TableRow {
  readonly element: HTMLElement;
  readonly mark: HTMLElement;
  readonly start: HTMLElement;
  readonly name: HTMLElement;
  readonly note: HTMLElement;
  readonly services: HTMLElement;
  readonly spans: HTMLElement;
  readonly errors: HTMLElement;
  readonly bar: HTMLElement;
  readonly duration: HTMLElement;
  readonly held: HTMLElement;
  /** What `services` shows, to leave it alone when the next trace has the same. */
  shownServices: string;
}

export interface TableRowContent {
  /** Undefined while it is being fetched. */
  readonly trace: TraceRow | undefined;
  readonly index: number;
  readonly cursor: boolean;
  readonly open: boolean;
  slotOf(service: string): number;
}

/** More than these would only be cut off. */
const MOST_SERVICES = 8;

let created = 0;

export function createTableRow(): TableRow {
  const element = createElement('div', 'row trace-row', 'row');
  element.id = `trace-row-${created++}`;
  const cell = (className: string) => element.appendChild(createElement('div', `cell ${className}`, 'gridcell'));
  const mark = createElement('span', 'mark', 'img');
  cell('status').append(mark);
  const start = cell('start');
  const nameCell = cell('name-cell');
  const name = createElement('span', 'name');
  const note = createElement('span', 'note');
  nameCell.append(name, note);
  const services = cell('services');
  const spans = cell('spans number');
  const errors = cell('errors number');
  const durationCell = cell('duration');
  const duration = createElement('span', 'duration-text');
  const track = createElement('span', 'track');
  const bar = createElement('span', 'bar');
  track.append(bar);
  const held = createElement('span', 'hatch', 'img');
  durationCell.append(duration, held, track);
  return { element, mark, start, name, note, services, spans, errors, bar, duration, held, shownServices: '' };
}

export function fillTableRow(row: TableRow, content: TableRowContent): void {
  const { trace } = content;
  const { element } = row;
  setAttribute(element, 'aria-rowindex', String(content.index + 2));
  setAttribute(element, 'aria-selected', String(content.open));
  setAttribute(element, 'aria-busy', trace ? undefined : 'true');
  setClass(element, `row trace-row${content.cursor ? ' cursor' : ''}${trace && trace.errors > 0 ? ' error' : ''}`);
  row.mark.hidden = trace === undefined;
  if (trace) {
    const errors = trace.errors > 0 ? 'Has errors' : 'No errors';
    const sign = trace.open > 0 ? 'running' : trace.cutOff > 0 ? 'cut-off' : 'fine';
    setClass(row.mark, `mark ${trace.errors > 0 ? 'error' : sign}`);
    setAttribute(row.mark, 'aria-label', sign === 'fine' ? errors : `${STATE_TEXT[sign]}. ${errors}`);
  }
  const name = trace ? toLine(trace.name) : '';
  setText(row.start, trace ? formatClock(trace.startTime) : '');
  setText(row.name, trace && name === '' ? '(no name)' : name);
  setClass(row.name, trace?.rooted === false ? 'name unrooted' : name === '' ? 'name placeholder' : 'name');
  setText(row.note, trace ? noteOf(trace) : '');
  setText(row.spans, trace ? groupDigits(trace.spans) : '');
  setText(row.errors, trace && trace.errors > 0 ? groupDigits(trace.errors) : '');
  // Of a trace that goes on the time would be wrong as soon as it is shown.
  setText(row.duration, trace ? (trace.open > 0 ? 'running' : formatDuration(trace.duration - trace.held)) : '');
  row.bar.style.setProperty('--duration', String(trace ? (trace.duration - trace.held) / 1e6 : 0));
  fillHeld(row, trace === undefined || trace.open > 0 ? 0 : trace.held);
  fillServices(row, trace?.services ?? [], content.slotOf);
}

/** `held`: nanoseconds. */
function fillHeld({ held: element }: TableRow, held: number): void {
  const text = held === 0 ? undefined : formatHeld(held);
  setClass(element, text === undefined ? 'hatch none' : 'hatch');
  setAttribute(element, 'aria-label', text);
  setAttribute(element, 'title', text && `${text}. ${HELD_TEXT}`);
}

const STATE_TEXT = { running: 'Still running', 'cut-off': 'Cut off' } as const;

function noteOf(trace: TraceRow): string {
  if (trace.open === 0 && trace.cutOff > 0) return '(cut off)';
  return trace.rooted ? '' : '(root not here yet)';
}

function fillServices(row: TableRow, services: readonly string[], slotOf: (service: string) => number): void {
  const key = JSON.stringify(services);
  if (row.shownServices === key) return;
  row.shownServices = key;
  const shown = services.slice(0, MOST_SERVICES).map((service) => {
    const item = createElement('span', 'service-item');
    const label = createElement('span', 'service-name');
    label.textContent = service === '' ? '(no service)' : toLine(service, 80);
    item.append(createElement('span', `dot service-${slotOf(service)}`), label);
    return item;
  });
  row.services.replaceChildren(...shown);
  row.services.title = services.map((service) => toLine(service, 80)).join(', ');
}
