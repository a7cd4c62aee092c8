// With one destination for all that is received: every signal comes there, over HTTP and gRPC, less what is ours, until it is turned off.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { destinationsOf } from '../../../src/launch/otlp-destination.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { JSON_TYPE, post } from '../../support/http-client.ts';
import { openGrpcBackend, openHttpBackend } from '../../support/otlp-backend.ts';
import { ExportLogsServiceRequest, ExportMetricsServiceRequest } from '../../support/otlp-schema.ts';
import { startTelemetry } from '../../support/telemetry-child.ts';
import { spanId, toJsonBytes, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const mark = { key: 'spanline.session', value: { stringValue: 's-1' } };
const service = { key: 'service.name', value: { stringValue: 'shop' } };
const resource = { attributes: [service, mark] };
const TRACES = traceRequest(
  'shop',
  [{ id: spanId(1), name: 'pay', attributes: { 'spanline.code.line.number': 3, 'http.route': '/pay' } }],
  'test',
  {
    'spanline.session': 's-1',
  },
);
const LOGS = { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [{ body: { stringValue: 'paid' } }] }] }] };
const METRICS = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [{ metrics: [{ name: 'sold', sum: { dataPoints: [{ asInt: '1', timeUnixNano: '1' }] } }] }],
    },
  ],
};

function destinations(endpoint: string) {
  const found = destinationsOf(endpoint, 'authorization=Bearer%20abc');
  assert.ok(found.ok);
  return found.value;
}

suite('all that is received', () => {
  test('is passed on over HTTP in either encoding, without our marks, with the headers', async () => {
    await using backend = await openHttpBackend();
    await using child = await startTelemetry();
    await child.api.forwardAll(destinations(`http://127.0.0.1:${backend.port}`));
    const port = await child.api.listen(0);
    for (const [path, message, protobuf] of [
      ['/v1/traces', TRACES, toProtobufBytes(TRACES)],
      ['/v1/logs', LOGS, toProtobufBytes(LOGS, ExportLogsServiceRequest)],
      ['/v1/metrics', METRICS, toProtobufBytes(METRICS, ExportMetricsServiceRequest)],
    ] as const) {
      assert.equal((await post(port, toJsonBytes(message), { path, headers: JSON_TYPE })).status, 200);
      assert.equal((await post(port, protobuf, { path })).status, 200);
    }
    const requests = await eventuallyIs(
      () => backend.requests,
      ({ length }) => length === 6,
    );
    assert.deepEqual(requests.map(({ path }) => path).sort(), [
      '/v1/logs',
      '/v1/logs',
      '/v1/metrics',
      '/v1/metrics',
      '/v1/traces',
      '/v1/traces',
    ]);
    for (const { body, headers } of requests) {
      assert.equal(headers.authorization, 'Bearer abc');
      assert.doesNotMatch(body.toString('latin1'), /spanline/);
      assert.match(body.toString('latin1'), /service\.name/);
    }
    const { spans, logs, points } = await child.store.summary();
    assert.deepEqual([spans, logs.count, points.count], [2, 2, 2], 'and is here as well');
  });

  test('is passed on over gRPC, to the service of each signal', async () => {
    await using backend = await openGrpcBackend();
    await using child = await startTelemetry();
    const all = destinations(`http://127.0.0.1:${backend.port}`);
    const grpc = {
      traces: { ...all.traces, transport: 'grpc' },
      logs: { ...all.logs, transport: 'grpc' },
      metrics: { ...all.metrics, transport: 'grpc' },
    } as const;
    await child.api.forwardAll(grpc);
    const port = await child.api.listen(0);
    await post(port, toProtobufBytes(TRACES));
    await post(port, toProtobufBytes(LOGS, ExportLogsServiceRequest), { path: '/v1/logs' });
    await eventuallyIs(backend.names, (names) => names.includes('pay'));
    // This backend has no service of logs: what it answers is told, with what was lost.
    const notices = await eventuallyIs(
      async () => (await child.store.summary()).notices.map(({ message }) => message).join(),
      (text) => text.includes('could not be passed on'),
    );
    assert.match(notices, /1 log record could not be passed on to .*gRPC.*UNIMPLEMENTED/);
  });

  test('goes nowhere any more once that is turned off, and elsewhere once that is said', async () => {
    await using first = await openHttpBackend();
    await using second = await openHttpBackend();
    await using child = await startTelemetry();
    await child.api.forwardAll(destinations(`http://127.0.0.1:${first.port}`));
    const port = await child.api.listen(0);
    await post(port, toProtobufBytes(TRACES));
    await child.api.forwardAll(destinations(`http://127.0.0.1:${second.port}`));
    await post(port, toProtobufBytes(TRACES));
    await eventuallyIs(second.names, ({ length }) => length === 1);
    await child.api.forwardAll(undefined);
    await post(port, toProtobufBytes(TRACES));
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual([first.names().length, second.names().length], [1, 1]);
    assert.equal((await child.store.summary()).spans, 3);
  });
});
