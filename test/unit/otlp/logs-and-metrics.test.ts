// Logs and metrics of any content, in both encodings: each record and point as protobufjs reads it; mangled ones refused.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Type } from 'protobufjs';
import { LogBatch } from '../../../src/model/log-batch.ts';
import { PointBatch } from '../../../src/model/point-batch.ts';
import type { Encoding } from '../../../src/model/span-batch.ts';
import { readScope } from '../../../src/otlp/common/read-origin.ts';
import { decodeLogs } from '../../../src/otlp/logs/decode-logs.ts';
import { readLog } from '../../../src/otlp/logs/log-reader.ts';
import { decodeMetrics } from '../../../src/otlp/metrics/decode-metrics.ts';
import { readPoint } from '../../../src/otlp/metrics/point-reader.ts';
import { anyMessage } from '../../support/any-message.ts';
import { ExportLogsServiceRequest, ExportMetricsServiceRequest } from '../../support/otlp-schema.ts';
import { referenceLogs, referenceMetrics } from '../../support/reference-telemetry.ts';
import { toJsonBytes } from '../../support/trace-request.ts';

const RUNS = { numRuns: 150 };
const logs = new LogBatch();
const points = new PointBatch();

const encode = (type: Type, message: object) => type.encode(type.fromObject(message)).finish();

function rangeOf({ bytes, offset, length }: LogBatch | PointBatch, row: number): Uint8Array {
  return bytes.subarray(offset[row] ?? 0, (offset[row] ?? 0) + (length[row] ?? 0));
}

function groupOf(batch: LogBatch | PointBatch, index: number) {
  const group = batch.groups[index];
  if (!group) throw new Error('no group');
  const scope = batch.bytes.subarray(group.scopeOffset, group.scopeOffset + group.scopeLength);
  const { resourceSchemaUrl, scopeSchemaUrl } = group;
  return { scope: readScope(scope, batch.encoding).name, resourceSchemaUrl, scopeSchemaUrl };
}

function readLogs(bytes: Uint8Array, encoding: Encoding) {
  const decoded = decodeLogs(bytes, encoding, logs);
  assert.ok(decoded.ok, decoded.ok ? '' : decoded.error);
  return Array.from({ length: logs.count }, (_, row) => ({
    ...groupOf(logs, logs.group[row] ?? 0),
    value: readLog(rangeOf(logs, row), encoding),
  }));
}

function readMetrics(bytes: Uint8Array, encoding: Encoding) {
  const decoded = decodeMetrics(bytes, encoding, points);
  assert.ok(decoded.ok, decoded.ok ? '' : decoded.error);
  return points.metrics.map(({ metric, group }, index) => ({
    ...groupOf(points, group),
    value: {
      metric,
      points: Array.from({ length: points.count }, (_, row) => row)
        .filter((row) => points.metric[row] === index)
        .map((row) => readPoint(rangeOf(points, row), encoding, metric.kind)),
    },
  }));
}

function timeAt(batch: LogBatch | PointBatch, row: number): string {
  return String((BigInt(batch.timeHigh[row] ?? 0) << 32n) | BigInt(batch.timeLow[row] ?? 0));
}

suite('any logs', () => {
  test('are read as protobufjs reads them, in both encodings', () => {
    fc.assert(
      fc.property(anyMessage(ExportLogsServiceRequest), (message) => {
        const bytes = encode(ExportLogsServiceRequest, message);
        const expected = referenceLogs(bytes);
        assert.deepEqual(readLogs(bytes, 'protobuf'), expected);
        assert.deepEqual(readLogs(toJsonBytes(message), 'json'), expected);
      }),
      RUNS,
    );
  });

  test('have their time, severity and ids in the columns', () => {
    fc.assert(
      fc.property(anyMessage(ExportLogsServiceRequest), (message) => {
        const bytes = encode(ExportLogsServiceRequest, message);
        const expected = referenceLogs(bytes);
        for (const [encoding, body] of [
          ['protobuf', bytes],
          ['json', toJsonBytes(message)],
        ] as const) {
          readLogs(body, encoding);
          for (const [row, { value }] of expected.entries()) {
            assert.equal(timeAt(logs, row), value.time === '0' ? value.observedTime : value.time);
            assert.equal(logs.severity[row], value.severityNumber);
            const hex = (column: Uint32Array, words: number) =>
              [...column.subarray(row * words, (row + 1) * words)]
                .map((word) => word.toString(16).padStart(8, '0'))
                .join('');
            assert.equal(hex(logs.traceId, 4), value.traceId ?? '0'.repeat(32));
            assert.equal(hex(logs.spanId, 2), value.spanId ?? '0'.repeat(16));
          }
        }
      }),
      RUNS,
    );
  });
});

suite('any metrics', () => {
  test('are read as protobufjs reads them, in both encodings', () => {
    fc.assert(
      fc.property(anyMessage(ExportMetricsServiceRequest), (message) => {
        const bytes = encode(ExportMetricsServiceRequest, message);
        const expected = referenceMetrics(bytes);
        assert.deepEqual(readMetrics(bytes, 'protobuf'), expected);
        for (const [row, { time }] of expected.flatMap(({ value }) => value.points).entries())
          assert.equal(timeAt(points, row), time);
        assert.deepEqual(readMetrics(toJsonBytes(message), 'json'), expected);
      }),
      RUNS,
    );
  });

  test('of two kinds at once are of the last one, and its points alone are there', () => {
    const sum = { name: 'a', sum: { dataPoints: [{ asInt: '1' }], isMonotonic: true } };
    const gauge = { name: 'b', gauge: { dataPoints: [{ asInt: '2' }] } };
    const type = ExportMetricsServiceRequest.root.lookupType('Metric');
    const both = Buffer.concat([encode(type, sum), encode(type, gauge)]);
    const wrap = (field: number, inside: Uint8Array) => Buffer.concat([Buffer.from([field, inside.length]), inside]);
    const [only] = readMetrics(wrap(10, wrap(18, wrap(18, both))), 'protobuf');
    assert.deepEqual(only?.value.metric, {
      ...{
        name: 'b',
        description: '',
        unit: '',
        kind: 'gauge',
        temporality: 'unspecified',
        isMonotonic: false,
        metadata: [],
      },
    });
    assert.deepEqual(
      only?.value.points.map(({ value }) => value),
      [{ kind: 'int', value: '2' }],
    );
  });
});

suite('mangled bytes', () => {
  for (const [type, decode] of [
    [ExportLogsServiceRequest, (bytes: Uint8Array, encoding: Encoding) => decodeLogs(bytes, encoding, logs)],
    [ExportMetricsServiceRequest, (bytes: Uint8Array, encoding: Encoding) => decodeMetrics(bytes, encoding, points)],
  ] as const)
    test(`of an ${type.name} are refused without a throw, or read without one`, () => {
      fc.assert(
        fc.property(
          anyMessage(type),
          fc.double({ min: 0, max: 0.999, noNaN: true }),
          fc.nat(255),
          (message, where, byte) => {
            for (const encoding of ['protobuf', 'json'] as const) {
              const bytes = Buffer.from(encoding === 'json' ? toJsonBytes(message) : encode(type, message));
              const at = Math.floor(where * bytes.length);
              decode(bytes.subarray(0, at), encoding);
              if (bytes.length > 0) bytes[at] = byte;
              if (!decode(bytes, encoding).ok) continue;
              for (let row = 0; row < logs.count; row++) readLog(rangeOf(logs, row), encoding);
              for (let row = 0; row < points.count; row++)
                readPoint(
                  rangeOf(points, row),
                  encoding,
                  points.metrics[points.metric[row] ?? 0]?.metric.kind ?? 'none',
                );
            }
          },
        ),
        RUNS,
      );
    });
});
