// Logs, metrics and profiles: where each is kept, and what is told of them.

import type { SpanId, TraceId } from '../model/ids.ts';
import type { LogContent } from '../model/log.ts';
import { LogBatch } from '../model/log-batch.ts';
import type { PointContent } from '../model/metric.ts';
import { PointBatch } from '../model/point-batch.ts';
import { readResource, readScope, readServiceName } from '../otlp/common/read-origin.ts';
import { toResourceJson, toScopeJson } from '../otlp/files/attribute-json.ts';
import { logToJson } from '../otlp/files/log-to-json.ts';
import { metricToJson } from '../otlp/files/metric-to-json.ts';
import type { JsonGroup } from '../otlp/files/request-to-json.ts';
import { decodeLogs } from '../otlp/logs/decode-logs.ts';
import { readLog } from '../otlp/logs/log-reader.ts';
import { decodeMetrics } from '../otlp/metrics/decode-metrics.ts';
import { readPoint } from '../otlp/metrics/point-reader.ts';
import type { LogRow, LogsPage, MetricRow, SignalCount } from '../protocol/store-api.ts';
import type { Signal } from '../receiver/signal.ts';
import { LogStore } from '../store/log-store.ts';
import type { Origins } from '../store/origins.ts';
import { PointStore } from '../store/point-store.ts';
import { RawRequests } from '../store/raw-requests.ts';
import type { RunBody } from '../store/runs/run-body.ts';
import { createLogSignal } from './log-signal.ts';
import { createMetricSignal } from './metric-signal.ts';
import { createProfileSignal } from './profile-signal.ts';

/** Of the memory that all signals share; what is left is that of spans. */
const LOGS_SHARE = 3 / 16;
const POINTS_SHARE = 1 / 16;
const PROFILES_SHARE = 1 / 32;
export const SPANS_SHARE = 1 - LOGS_SHARE - POINTS_SHARE - PROFILES_SHARE;

/** Of a line of a file: as many as an exporter sends at a time. */
const LINE_RECORDS = 512;

/** Of one span or trace as many are shown, the oldest: nobody reads more in a list. */
const MOST_LOGS = 1000;

export interface OtherSignals {
  readonly signals: readonly [logs: Signal, metrics: Signal, profiles: Signal];
  readonly counts: { readonly logs: SignalCount; readonly points: SignalCount; readonly profiles: SignalCount };
  readonly byteSize: number;
  logs(trace: TraceId, span: SpanId | undefined): LogsPage;
  /** Differs when other log records are here. */
  readonly logsVersion: number;
  /** As `LogStore.hasSpan`. */
  readonly hasLogs: LogStore['hasSpan'];
  /** For lines of a file: records that name one of the traces, all where none are named. */
  logLines(traces: ReadonlySet<string> | undefined): Iterable<JsonLine>;
  metricLines(): Iterable<JsonLine>;
  metrics(): readonly MetricRow[];
  pointsOf(metric: number, first: number, count: number): readonly PointContent[];
  /** Whether the body was one of these; of what an earlier child has kept. */
  restore(body: RunBody): boolean;
  clear(): void;
}

/** What one line has. */
export interface JsonLine {
  readonly groups: readonly JsonGroup[];
  readonly count: number;
}

export interface OtherSignalsParts {
  readonly memoryLimit: number;
  /** What is to be there again after this child. */
  readonly keep: (body: RunBody) => void;
  readonly onChange: () => void;
  readonly onProblem: (message: string) => void;
}

export function createOtherSignals({ memoryLimit, keep, onChange, onProblem }: OtherSignalsParts): OtherSignals {
  const logs = new LogStore(readServiceName, memoryLimit * LOGS_SHARE);
  const points = new PointStore(readServiceName, memoryLimit * POINTS_SHARE);
  const profiles = new RawRequests(memoryLimit * PROFILES_SHARE);
  const taking =
    <Batch>(take: (batch: Batch) => void) =>
    (batch: Batch) => {
      take(batch);
      onChange();
    };
  const logSignal = createLogSignal({
    onProblem,
    take: taking((batch) => {
      keep({ signal: 'logs', encoding: batch.encoding, bytes: batch.bytes });
      logs.append(batch);
    }),
  });
  const metricSignal = createMetricSignal({
    onProblem,
    take: taking((batch) => {
      keep({ signal: 'metrics', encoding: batch.encoding, bytes: batch.bytes });
      points.append(batch);
    }),
  });
  const profileSignal = createProfileSignal({ onProblem, take: taking((request) => profiles.append(request)) });

  const rowOf = (row: number): LogRow => {
    const { bytes, encoding, origin } = logs.read(row);
    return {
      ...readLog(bytes, encoding),
      service: logs.origins.serviceName(origin),
      scope: readScope(logs.origins.scope(origin), encoding),
      resource: readResource(logs.origins.resource(origin), encoding),
    };
  };
  return {
    signals: [logSignal, metricSignal, profileSignal],
    get counts() {
      const of = ({ count, evicted }: SignalCount) => ({ count, evicted });
      return { logs: of(logs), points: of(points), profiles: of(profiles) };
    },
    get byteSize() {
      return logs.byteSize + points.byteSize + profiles.byteSize;
    },
    logs(trace, span) {
      const found = logs.find(trace, span);
      return { total: found.length, rows: found.slice(0, MOST_LOGS).map(rowOf) };
    },
    get logsVersion() {
      return logs.version;
    },
    hasLogs: (high, low, trace) => logs.hasSpan(high, low, trace),
    *logLines(traces) {
      let rows: { readonly origin: number; readonly log: LogContent }[] = [];
      for (const row of logs.rows()) {
        const { bytes, encoding, origin } = logs.read(row);
        const log = readLog(bytes, encoding);
        if (traces && !(log.traceId && traces.has(log.traceId))) continue;
        rows.push({ origin, log });
        if (rows.length < LINE_RECORDS) continue;
        yield { groups: logGroups(rows), count: rows.length };
        rows = [];
      }
      if (rows.length > 0) yield { groups: logGroups(rows), count: rows.length };
    },
    *metricLines() {
      for (const [id, { metric, origin, points: count }] of points.metrics) {
        for (let first = 0; first < count; first += LINE_RECORDS) {
          const some = pointsOf(id, first, LINE_RECORDS);
          const json = metricToJson(metric, some);
          if (json) yield { groups: [{ ...senderOf(points.origins, origin), records: [json] }], count: some.length };
        }
      }
    },
    metrics() {
      return Array.from(points.metrics, ([id, { metric, origin, points: count }]) => {
        const encoding = points.origins.encoding(origin);
        return {
          ...{ id, metric, points: count, service: points.origins.serviceName(origin) },
          scope: readScope(points.origins.scope(origin), encoding),
          resource: readResource(points.origins.resource(origin), encoding),
        };
      });
    },
    pointsOf,
    restore({ signal, encoding, bytes }) {
      if (signal === 'logs') restoreLogs(bytes, encoding);
      else if (signal === 'metrics') restorePoints(bytes, encoding);
      return signal === 'logs' || signal === 'metrics';
    },
    clear() {
      logs.clear();
      points.clear();
      profiles.clear();
    },
  };

  function pointsOf(id: number, first: number, count: number): readonly PointContent[] {
    return points
      .rowsOf(id)
      .slice(first, first + count)
      .map((row) => {
        const { bytes, encoding, metric } = points.read(row);
        return readPoint(bytes, encoding, metric.kind);
      });
  }

  function logGroups(rows: readonly { readonly origin: number; readonly log: LogContent }[]): readonly JsonGroup[] {
    return Array.from(
      Map.groupBy(rows, ({ origin }) => origin),
      ([origin, members]) => ({
        ...senderOf(logs.origins, origin),
        records: members.map(({ log }) => logToJson(log)),
      }),
    );
  }

  function restoreLogs(bytes: Uint8Array, encoding: RunBody['encoding']): void {
    const batch = new LogBatch();
    if (decodeLogs(bytes, encoding, batch).ok) logs.append(batch);
  }

  function restorePoints(bytes: Uint8Array, encoding: RunBody['encoding']): void {
    const batch = new PointBatch();
    if (decodeMetrics(bytes, encoding, batch).ok) points.append(batch);
  }
}

/** Who made what an origin stands for, in JSON. */
export function senderOf(origins: Origins, origin: number): Omit<JsonGroup, 'records'> {
  const encoding = origins.encoding(origin);
  return {
    resource: toResourceJson(readResource(origins.resource(origin), encoding)),
    scope: toScopeJson(readScope(origins.scope(origin), encoding)),
    resourceSchemaUrl: origins.resourceSchemaUrl(origin),
    scopeSchemaUrl: origins.scopeSchemaUrl(origin),
    resourceKey: origins.resourceKey(origin),
  };
}
