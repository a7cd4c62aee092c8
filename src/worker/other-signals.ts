// Logs, metrics and profiles: where each is kept, and what is told of them.

import type { SpanId, TraceId } from '../model/ids.ts';
import { LogBatch } from '../model/log-batch.ts';
import type { PointContent } from '../model/metric.ts';
import { PointBatch } from '../model/point-batch.ts';
import { readResource, readScope, readServiceName } from '../otlp/common/read-origin.ts';
import { decodeLogs } from '../otlp/logs/decode-logs.ts';
import { readLog } from '../otlp/logs/log-reader.ts';
import { decodeMetrics } from '../otlp/metrics/decode-metrics.ts';
import { readPoint } from '../otlp/metrics/point-reader.ts';
import type { LogRow, LogsPage, MetricRow, SignalCount } from '../protocol/store-api.ts';
import type { Signal } from '../receiver/signal.ts';
import { LogStore } from '../store/log-store.ts';
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

/** Of one span or trace as many are shown, the oldest: nobody reads more in a list. */
const MOST_LOGS = 1000;

export interface OtherSignals {
  readonly signals: readonly Signal[];
  readonly counts: { readonly logs: SignalCount; readonly points: SignalCount; readonly profiles: SignalCount };
  readonly byteSize: number;
  logs(trace: TraceId, span: SpanId | undefined): LogsPage;
  /** Differs when other log records are here. */
  readonly logsVersion: number;
  /** As `LogStore.hasSpan`. */
  readonly hasLogs: LogStore['hasSpan'];
  metrics(): readonly MetricRow[];
  pointsOf(metric: number, first: number, count: number): readonly PointContent[];
  /** Whether the body was one of these; of what an earlier child has kept. */
  restore(body: RunBody): boolean;
  clear(): void;
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
    pointsOf(id, first, count) {
      return points
        .rowsOf(id)
        .slice(first, first + count)
        .map((row) => {
          const { bytes, encoding, metric } = points.read(row);
          return readPoint(bytes, encoding, metric.kind);
        });
    },
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

  function restoreLogs(bytes: Uint8Array, encoding: RunBody['encoding']): void {
    const batch = new LogBatch();
    if (decodeLogs(bytes, encoding, batch).ok) logs.append(batch);
  }

  function restorePoints(bytes: Uint8Array, encoding: RunBody['encoding']): void {
    const batch = new PointBatch();
    if (decodeMetrics(bytes, encoding, batch).ok) points.append(batch);
  }
}
