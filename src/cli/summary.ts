// What was received, in a few lines for a terminal.

import { countOf } from '../model/count-of.ts';
import { criticalPath } from '../model/critical-path.ts';
import { formatDuration } from '../model/format-duration.ts';
import { toLine } from '../model/plain-text.ts';
import type { TraceRow } from '../model/trace-row.ts';
import { exactSpan } from '../store/query/exact-span.ts';
import { placeTrace } from '../store/query/place-trace.ts';
import { listTraces } from '../store/query/trace-rows.ts';
import { findTrace } from '../store/query/trace-rows-of.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { OutFile } from './out-file.ts';
import type { Received } from './receive.ts';

const MOST = 5;
const WIDEST = 60;

export function summarize(
  { store, others, notices }: Received,
  out: OutFile | undefined,
  path: string | undefined,
): string {
  const { rows } = listTraces(store, 0, store.traces.size, undefined);
  const { logs, points } = others.counts;
  const evicted = store.evicted.spans;
  const counts = [
    countOf(store.traces.size + store.evicted.traces, 'trace'),
    countOf(store.spans + evicted, 'span'),
    countOf(store.errors, 'error'),
    ...(logs.count > 0 ? [countOf(logs.count + logs.evicted, 'log record')] : []),
    ...(points.count > 0 ? [countOf(points.count + points.evicted, 'metric point')] : []),
  ];
  const slowest = rows.toSorted((a, b) => b.duration - a.duration).slice(0, MOST);
  const failed = rows.filter(({ errors }) => errors > 0).slice(0, MOST);
  const lines = [
    `${counts.join(', ')}${path === undefined ? '' : ` in ${path}`}${sayCovered(out)}`,
    ...(slowest.length > 0 ? ['slowest', ...slowest.map(describe)] : []),
    ...(slowest[0] ? [`the slowest waited for ${waitedFor(store, slowest[0])}`] : []),
    ...(failed.length > 0 ? ['with errors', ...failed.map(describe)] : []),
    ...(rows.length === 0 && evicted === 0
      ? ['Nothing was received. The program may have no spans to make, or send them elsewhere: see docs/capture.md.']
      : []),
    ...(out?.trouble === undefined ? [] : [`${path} is not complete: ${out.trouble}`]),
    ...notices.all.map(({ message }) => message),
  ];
  return lines.map((line) => `spanline: ${line}\n`).join('');
}

/** Services by their share of the critical path. */
function waitedFor(store: SpanStore, { id }: TraceRow): string {
  const trace = findTrace(store, id);
  if (trace === undefined) return 'nobody';
  const placed = placeTrace(store, trace, Date.now());
  const shares = new Map<string, number>();
  let whole = 0;
  for (const [place, waited] of criticalPath(placed).entries()) {
    const service = store.origins.serviceName(exactSpan(store, placed.rows[place] ?? 0).origin);
    shares.set(service, (shares.get(service) ?? 0) + waited);
    whole += waited;
  }
  return [...shares]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(
      ([service, waited]) =>
        `${toLine(service, WIDEST) || '(no service)'} ${Math.round((100 * waited) / (whole || 1))} %`,
    )
    .join(', ');
}

function sayCovered(out: OutFile | undefined): string {
  return out && out.redacted > 0 ? `, ${countOf(out.redacted, 'secret')} covered` : '';
}

function describe({ name, duration, services, spans, errors }: TraceRow): string {
  const parts = [
    formatDuration(duration).padStart(9),
    toLine(name, WIDEST) || '(no name)',
    services.map((service) => toLine(service, WIDEST)).join(', ') || '(no service)',
    countOf(spans, 'span'),
    ...(errors > 0 ? [countOf(errors, 'error')] : []),
  ];
  return `  ${parts.join('  ')}`;
}
