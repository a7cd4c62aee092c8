// Stores of logs and points: what is found again, and what leaves first when there is no more room.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LogBatch } from '../../../src/model/log-batch.ts';
import { PointBatch } from '../../../src/model/point-batch.ts';
import { readServiceName } from '../../../src/otlp/common/read-origin.ts';
import { decodeLogs } from '../../../src/otlp/logs/decode-logs.ts';
import { readLog } from '../../../src/otlp/logs/log-reader.ts';
import { decodeMetrics } from '../../../src/otlp/metrics/decode-metrics.ts';
import { readPoint } from '../../../src/otlp/metrics/point-reader.ts';
import { LogStore } from '../../../src/store/log-store.ts';
import { PointStore } from '../../../src/store/point-store.ts';
import { RawRequests } from '../../../src/store/raw-requests.ts';
import { spanId, toJsonBytes, traceId } from '../../support/trace-request.ts';

const MIB = 1 << 20;

function fill(store: LogStore, service: string, records: readonly object[]): void {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
  const batch = new LogBatch();
  assert.ok(
    decodeLogs(toJsonBytes({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: records }] }] }), 'json', batch).ok,
  );
  store.append(batch);
}

const bodyOf = (store: LogStore, row: number) => {
  const { bytes, encoding } = store.read(row);
  const { body } = readLog(bytes, encoding);
  return body.kind === 'string' ? body.value : body.kind;
};

suite('logs', () => {
  const record = (text: string, trace: number, span: number, time: number) => ({
    ...{ traceId: traceId(trace), spanId: spanId(span), timeUnixNano: String(time) },
    body: { stringValue: text },
  });

  test('are found by span and by trace, in the order of their times', () => {
    const store = new LogStore(readServiceName, 64 * MIB);
    fill(store, 'cart', [record('late', 1, 1, 30), record('other span', 1, 2, 20), record('other trace', 2, 1, 10)]);
    fill(store, 'shop', [record('early', 1, 1, 5), { body: { stringValue: 'of none' } }]);
    const texts = (rows: readonly number[]) => rows.map((row) => bodyOf(store, row));
    assert.deepEqual(texts(store.find(traceId(1), spanId(1))), ['early', 'late']);
    assert.deepEqual(texts(store.find(traceId(1))), ['early', 'other span', 'late']);
    assert.deepEqual(store.find(traceId(3)), []);
    const [first] = store.find(traceId(1), spanId(1));
    assert.equal(first !== undefined && store.origins.serviceName(store.read(first).origin), 'shop');
  });

  test('are bounded: the oldest leave, counted one by one, and what is left is whole', () => {
    const store = new LogStore(readServiceName, 12 * MIB);
    const text = 'x'.repeat(500);
    let sent = 0;
    for (let request = 0; request < 200; request++) {
      fill(
        store,
        `service ${request}`,
        Array.from({ length: 500 }, () => record(`${sent++} ${text}`, sent, 1, sent)),
      );
      assert.ok(store.byteSize <= 12 * MIB);
      assert.equal(store.count + store.evicted, sent);
    }
    assert.ok(store.evicted > 50_000 && store.count > 1000);
    for (const number of [sent - store.count, sent - 1]) {
      const [row = -1] = store.find(traceId(number + 1));
      assert.equal(bodyOf(store, row), `${number} ${text}`);
    }
    assert.deepEqual(store.find(traceId(sent - store.count)), []);
    store.clear();
    assert.deepEqual([store.count, store.evicted, store.find(traceId(sent))], [0, 0, []]);
    fill(store, 'again', [record('new', 1, 1, 1)]);
    assert.deepEqual(
      store.find(traceId(1)).map((row) => bodyOf(store, row)),
      ['new'],
    );
  });

  test('of senders that name a new resource each time cost no more', () => {
    const store = new LogStore(readServiceName, 8 * MIB);
    for (let i = 0; i < 400; i++) fill(store, `${i} ${'r'.repeat(20_000)}`, [record(String(i), i + 1, 1, i)]);
    assert.ok(store.byteSize <= 8 * MIB);
    const [row = -1] = store.find(traceId(400));
    assert.match(store.origins.serviceName(store.read(row).origin), /^399 r/);
    assert.equal(bodyOf(store, row), '399');
  });
});

suite('points', () => {
  const send = (store: PointStore, name: string, values: readonly number[], service = 'shop') => {
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] };
    const dataPoints = values.map((value) => ({ asInt: String(value), timeUnixNano: String(value) }));
    const metrics = [
      { name, unit: 'By', gauge: { dataPoints } },
      { name: `${name} empty`, sum: { dataPoints: [] } },
    ];
    const batch = new PointBatch();
    assert.ok(
      decodeMetrics(toJsonBytes({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] }), 'json', batch).ok,
    );
    store.append(batch);
  };
  const valuesOf = (store: PointStore, name: string) =>
    [...store.metrics]
      .filter(([, { metric }]) => metric.name === name)
      .map(([id]) =>
        store.rowsOf(id).map((row) => {
          const { bytes, encoding, metric } = store.read(row);
          const { value } = readPoint(bytes, encoding, metric.kind);
          return value.kind === 'int' ? Number(value.value) : value.kind;
        }),
      );

  test('of one metric are together, those of another sender or unit apart', () => {
    const store = new PointStore(readServiceName, 64 * MIB);
    send(store, 'heap', [1, 2]);
    send(store, 'rss', [5]);
    send(store, 'heap', [3]);
    send(store, 'heap', [9], 'other');
    assert.deepEqual(valuesOf(store, 'heap'), [[1, 2, 3], [9]]);
    assert.deepEqual(
      [...store.metrics.values()].map(({ metric, points }) => [metric.name, points]),
      [
        ['heap', 3],
        ['rss', 1],
        ['heap', 1],
      ],
    );
  });

  test('are bounded: the oldest leave, and a metric with its last point', () => {
    const store = new PointStore(readServiceName, 9 * MIB);
    let sent = 0;
    for (let i = 0; i < 300; i++) {
      send(
        store,
        `metric ${i}`,
        Array.from({ length: 1000 }, () => sent++),
        `${i} ${'r'.repeat(10_000)}`,
      );
      assert.ok(store.byteSize <= 9 * MIB, `${store.byteSize}`);
      assert.equal(store.count + store.evicted, sent);
    }
    assert.equal(
      [...store.metrics.values()].reduce((sum, { points }) => sum + points, 0),
      store.count,
    );
    assert.deepEqual(valuesOf(store, 'metric 0'), []);
    const [last = []] = valuesOf(store, 'metric 299');
    assert.deepEqual([last.length, last.at(-1)], [1000, sent - 1]);
    const [{ origin } = { origin: -1 }] = [...store.metrics.values()].slice(-1);
    assert.match(store.origins.serviceName(origin), /^299 r/);
  });
});

test('requests that nobody reads are kept as they came, bounded and counted', () => {
  const store = new RawRequests(10_000);
  for (let i = 0; i < 100; i++) store.append({ bytes: new Uint8Array(800), encoding: 'protobuf' });
  assert.deepEqual([store.count, store.evicted, store.byteSize <= 10_000], [10, 90, true]);
  store.append({ bytes: new Uint8Array(20_000), encoding: 'json' });
  assert.deepEqual([store.count, store.evicted], [0, 101]);
});
