// What was received, in a few lines for a terminal.

import { formatDuration, groupDigits } from '../model/format-duration.ts';
import type { TraceRow } from '../model/trace-row.ts';
import { listTraces } from '../store/query/trace-rows.ts';
import type { OutFile } from './out-file.ts';
import type { Received } from './receive.ts';

const MOST = 5;
const WIDEST_NAME = 60;

/** Text from elsewhere: nothing in it may steer the terminal. */
export function toLine(text: string, most = WIDEST_NAME): string {
  const plain = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}

export function summarize(
  { store, others, notices }: Received,
  out: OutFile | undefined,
  path: string | undefined,
): string {
  const { rows } = listTraces(store, 0, store.traces.size, undefined);
  const { logs, points } = others.counts;
  const evicted = store.evicted.spans;
  const counts = [
    count(store.traces.size + store.evicted.traces, 'trace'),
    count(store.spans + evicted, 'span'),
    count(store.errors, 'error'),
    ...(logs.count > 0 ? [count(logs.count + logs.evicted, 'log record')] : []),
    ...(points.count > 0 ? [count(points.count + points.evicted, 'metric point')] : []),
  ];
  const slowest = rows.toSorted((a, b) => b.duration - a.duration).slice(0, MOST);
  const failed = rows.filter(({ errors }) => errors > 0).slice(0, MOST);
  const lines = [
    `${counts.join(', ')}${path === undefined ? '' : ` in ${path}`}${sayCovered(out)}`,
    ...(slowest.length > 0 ? ['slowest', ...slowest.map(describe)] : []),
    ...(failed.length > 0 ? ['with errors', ...failed.map(describe)] : []),
    ...(rows.length === 0 && evicted === 0
      ? ['Nothing was received. The program may have no spans to make, or send them elsewhere: see docs/capture.md.']
      : []),
    ...(out?.trouble === undefined ? [] : [`${path} is not complete: ${out.trouble}`]),
    ...notices.all.map(({ message }) => message),
  ];
  return lines.map((line) => `spanline: ${line}\n`).join('');
}

function sayCovered(out: OutFile | undefined): string {
  return out && out.redacted > 0 ? `, ${count(out.redacted, 'secret')} covered` : '';
}

function describe({ name, duration, services, spans, errors }: TraceRow): string {
  const parts = [
    formatDuration(duration).padStart(9),
    toLine(name) || '(no name)',
    services.map((service) => toLine(service)).join(', ') || '(no service)',
    count(spans, 'span'),
    ...(errors > 0 ? [count(errors, 'error')] : []),
  ];
  return `  ${parts.join('  ')}`;
}

function count(number: number, what: string): string {
  return `${groupDigits(number)} ${what}${number === 1 ? '' : 's'}`;
}
