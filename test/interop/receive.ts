// The receiver of the extension with its decoders and readers, and all that came in, field by field.

import { findAttribute } from '../../src/model/attribute.ts';
import type { BatchGroup } from '../../src/model/batch-group.ts';
import type { LogContent } from '../../src/model/log.ts';
import type { Metric, PointContent } from '../../src/model/metric.ts';
import type { Resource, Scope } from '../../src/model/origin.ts';
import { SPAN_KINDS, type SpanContent, STATUS_CODES } from '../../src/model/span.ts';
import { type Encoding, SpanBatch, STATUS_SHIFT } from '../../src/model/span-batch.ts';
import { readResource, readScope } from '../../src/otlp/common/read-origin.ts';
import { encodeStatus } from '../../src/otlp/export/response.ts';
import { readLog } from '../../src/otlp/logs/log-reader.ts';
import { readPoint } from '../../src/otlp/metrics/point-reader.ts';
import { readSpan } from '../../src/otlp/trace/span-reader.ts';
import { listen } from '../../src/receiver/receiver.ts';
import { createLogSignal } from '../../src/worker/log-signal.ts';
import { createMetricSignal } from '../../src/worker/metric-signal.ts';
import { createTraceSignal } from '../../src/worker/trace-signal.ts';

interface Sender {
  readonly resource: Resource;
  readonly scope: Scope;
  readonly scopeSchemaUrl: string;
}

export interface ReceivedSpan extends SpanContent, Sender {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly start: bigint;
  readonly end: bigint;
}

export interface Received {
  readonly spans: readonly ReceivedSpan[];
  readonly logs: readonly (LogContent & Sender)[];
  readonly points: readonly (PointContent & Sender & { readonly metric: Metric })[];
}

export interface InteropReceiver extends AsyncDisposable {
  readonly port: number;
  /** Of the service, as others may send of themselves. */
  received(service: string): Received;
  readonly problems: readonly string[];
}

interface Ranged {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
}

const utf8 = new TextDecoder();

function rangeOf({ bytes, offset, length }: Ranged, row: number): Uint8Array {
  return bytes.subarray(offset[row], (offset[row] ?? 0) + (length[row] ?? 0));
}

function senderOf({ bytes, encoding }: Ranged, group: BatchGroup | undefined): Sender {
  if (!group) throw new Error('a record of no group');
  const { resourceOffset, resourceLength, scopeOffset, scopeLength, scopeSchemaUrl } = group;
  return {
    resource: readResource(bytes.subarray(resourceOffset, resourceOffset + resourceLength), encoding),
    scope: readScope(bytes.subarray(scopeOffset, scopeOffset + scopeLength), encoding),
    scopeSchemaUrl,
  };
}

function spansOf(batch: SpanBatch): readonly ReceivedSpan[] {
  const hex = (column: Uint32Array, row: number, words: number) =>
    [...column.subarray(row * words, (row + 1) * words)].map((word) => word.toString(16).padStart(8, '0')).join('');
  const time = (high: Uint32Array, low: Uint32Array, row: number) =>
    (BigInt(high[row] ?? 0) << 32n) | BigInt(low[row] ?? 0);
  const names = { bytes: batch.bytes, encoding: batch.encoding, offset: batch.nameOffset, length: batch.nameLength };
  return Array.from({ length: batch.count }, (_, row) => ({
    ...readSpan(rangeOf(batch, row), batch.encoding),
    ...senderOf(batch, batch.groups[batch.group[row] ?? -1]),
    traceId: hex(batch.traceId, row, 4),
    spanId: hex(batch.spanId, row, 2),
    parentId: hex(batch.parentId, row, 2),
    name: batch.escapedNames.get(row) ?? (batch.nameLength[row] === 0 ? '' : utf8.decode(rangeOf(names, row))),
    kind: SPAN_KINDS[(batch.kindStatus[row] ?? 0) & 7] ?? '',
    status: STATUS_CODES[((batch.kindStatus[row] ?? 0) >> STATUS_SHIFT) & 3] ?? '',
    start: time(batch.startHigh, batch.startLow, row),
    end: time(batch.endHigh, batch.endLow, row),
  }));
}

export async function openInteropReceiver(): Promise<InteropReceiver> {
  const spans: ReceivedSpan[] = [];
  const logs: Received['logs'][number][] = [];
  const points: Received['points'][number][] = [];
  const problems: string[] = [];
  const onProblem = (problem: string) => void problems.push(problem);
  const receiver = await listen({
    signals: [
      createTraceSignal(new SpanBatch(), { take: (batch) => void spans.push(...spansOf(batch)), onProblem }),
      createLogSignal({
        take(batch) {
          for (let row = 0; row < batch.count; row++)
            logs.push({
              ...readLog(rangeOf(batch, row), batch.encoding),
              ...senderOf(batch, batch.groups[batch.group[row] ?? -1]),
            });
        },
        onProblem,
      }),
      createMetricSignal({
        take(batch) {
          for (let row = 0; row < batch.count; row++) {
            const entry = batch.metrics[batch.metric[row] ?? -1];
            if (!entry) throw new Error('a point of no metric');
            points.push({
              ...readPoint(rangeOf(batch, row), batch.encoding, entry.metric.kind),
              ...senderOf(batch, batch.groups[entry.group]),
              metric: entry.metric,
            });
          }
        },
        onProblem,
      }),
    ],
    encodeStatus,
    port: 0,
    onRefusal: ({ status, message }) => onProblem(`${status} ${message}`),
  });
  const isOf = (service: string) => (record: Sender) => {
    const name = findAttribute(record.resource.attributes, 'service.name');
    return name?.kind === 'string' && name.value === service;
  };
  return {
    port: receiver.port,
    problems,
    received: (service) => ({
      spans: spans.filter(isOf(service)),
      logs: logs.filter(isOf(service)),
      points: points.filter(isOf(service)),
    }),
    [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose](),
  };
}
