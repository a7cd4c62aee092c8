// What is in a store, as lines of OTLP's JSON: whole traces with their log records, or all that there is.

import { STATUS_SHIFT } from '../model/span-batch.ts';
import { groupsToJson, type JsonGroup } from '../otlp/files/request-to-json.ts';
import { spanToJson } from '../otlp/files/span-to-json.ts';
import type { Redact } from '../otlp/redact/redact.ts';
import type { ExportedCounts } from '../protocol/telemetry-api.ts';
import { exactSpan } from '../store/query/exact-span.ts';
import { readStoredSpan } from '../store/query/stored-span.ts';
import { rowsOf } from '../store/query/trace-rows-of.ts';
import type { SpanStore } from '../store/span-store.ts';
import { type OtherSignals, senderOf } from './other-signals.ts';

export interface ExportParts {
  readonly store: SpanStore;
  readonly others: Pick<OtherSignals, 'logLines' | 'metricLines'>;
  /** Numbers of traces; undefined for all that there is, metrics included. */
  readonly only: ReadonlySet<number> | undefined;
  /** Undefined where secrets are to stay. */
  readonly redact: Redact | undefined;
  /** Of one line, without the line feed. */
  write(line: Uint8Array): Promise<void>;
}

/** Spans of a line: as many as an exporter sends at a time. */
const MOST_SPANS = 512;

const utf8 = new TextEncoder();

export async function exportLines(parts: ExportParts): Promise<ExportedCounts> {
  const { store, others, only, redact, write } = parts;
  const counts = { spans: 0, logs: 0, points: 0, redacted: 0 };
  const put = async (request: object, signal: 'traces' | 'logs' | 'metrics') => {
    const line = utf8.encode(JSON.stringify(request));
    counts.redacted += redact?.(line, signal, 'json') ?? 0;
    await write(line);
  };
  let rows: number[] = [];
  const putSpans = async () => {
    if (rows.length > 0) await put(groupsToJson('traces', spanGroups(store, rows)), 'traces');
    counts.spans += rows.length;
    rows = [];
  };
  for (let trace = store.traces.first; trace < store.traces.next; trace++) {
    // The store lives on while this is written.
    if (!store.traces.has(trace) || (only && !only.has(trace))) continue;
    for (const row of rowsOf(store, trace)) {
      rows.push(row);
      if (rows.length >= MOST_SPANS) await putSpans();
    }
  }
  await putSpans();
  const ids =
    only && new Set([...only].filter((trace) => store.traces.has(trace)).map((trace) => store.traces.id(trace)));
  for (const { groups, count } of others.logLines(ids)) {
    await put(groupsToJson('logs', groups), 'logs');
    counts.logs += count;
  }
  for (const { groups, count } of only ? [] : others.metricLines()) {
    await put(groupsToJson('metrics', groups), 'metrics');
    counts.points += count;
  }
  return counts;
}

function spanGroups(store: SpanStore, rows: readonly number[]): readonly JsonGroup[] {
  const groups = new Map<number, JsonGroup & { readonly records: object[] }>();
  for (const row of rows) {
    const span = readStoredSpan(store, row);
    if (span === undefined) continue;
    const { origin, start, end, kindStatus } = exactSpan(store, row);
    const group = groups.get(origin) ?? {
      ...senderOf(store.origins, origin),
      records: [],
    };
    groups.set(origin, group);
    group.records.push(
      spanToJson(
        {
          ...{ traceId: span.traceId, spanId: span.spanId, parentSpanId: span.parentSpanId ?? '', name: span.name },
          ...{ kind: kindStatus & 7, status: (kindStatus >> STATUS_SHIFT) & 3, start },
          end: span.state === 'open' ? undefined : end,
        },
        span,
      ),
    );
  }
  return [...groups.values()];
}
