// Logs, metrics and profiles in the child: received over both protocols, found again, and there after a kill.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';
import { framed, openGrpc } from '../../support/grpc-call.ts';
import { JSON_TYPE, post } from '../../support/http-client.ts';
import { ExportLogsServiceRequest, ExportMetricsServiceRequest } from '../../support/otlp-schema.ts';
import { createScratch, startTelemetry } from '../../support/telemetry-child.ts';
import { spanId, TRACE, toJsonBytes, toProtobufBytes } from '../../support/trace-request.ts';

/** An answer is given before what it is for is on disk: it is there within this many milliseconds. */
const FLUSH_MOMENT = 250;

const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'oven' } }] };
const LOGS = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          scope: { name: 'bakery' },
          logRecords: [
            {
              timeUnixNano: '7',
              severityNumber: 17,
              body: { stringValue: 'too hot' },
              traceId: TRACE,
              spanId: spanId(1),
            },
            { timeUnixNano: '8', body: { stringValue: 'of no span' } },
          ],
        },
      ],
    },
  ],
};
const METRICS = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        { metrics: [{ name: 'heat', unit: 'Cel', gauge: { dataPoints: [{ asDouble: 230.5, timeUnixNano: '9' }] } }] },
      ],
    },
  ],
};
const service = (signal: string, name: string) => `/opentelemetry.proto.collector.${signal}.${name}/Export`;

function present<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

const trace = present(parseTraceId(TRACE));
const span = present(parseSpanId(spanId(1)));

suite('logs, metrics and profiles', () => {
  test('are received over HTTP and gRPC, and there again after kill -9', async () => {
    await using scratch = await createScratch();
    {
      await using child = await startTelemetry({ folder: scratch.path });
      const port = await child.api.listen(0);
      for (const [path, body] of [
        ['/v1/logs', LOGS],
        ['/v1/metrics', METRICS],
      ] as const)
        assert.equal((await post(port, toJsonBytes(body), { path, headers: JSON_TYPE })).status, 200);
      using client = openGrpc(port);
      for (const [method, body] of [
        [service('logs.v1', 'LogsService'), toProtobufBytes(LOGS, ExportLogsServiceRequest)],
        [service('metrics.v1', 'MetricsService'), toProtobufBytes(METRICS, ExportMetricsServiceRequest)],
        [service('profiles.v1development', 'ProfilesService'), Buffer.from([10, 2, 26, 0])],
      ] as const)
        assert.deepEqual((await client.call([framed(body)], { ':path': method })).status, 0, method);
      assert.equal((await post(port, Buffer.from([10, 2, 26, 0]), { path: '/v1development/profiles' })).status, 200);
      const { logs, points, profiles } = await child.store.summary();
      assert.deepEqual(
        [logs, points, profiles],
        [
          { count: 4, evicted: 0 },
          { count: 2, evicted: 0 },
          { count: 2, evicted: 0 },
        ],
      );
      await pause(FLUSH_MOMENT);
      child.process.kill('SIGKILL');
      await child.ended;
    }
    await using child = await startTelemetry({ folder: scratch.path });
    const page = await child.store.logs(trace, span);
    assert.equal(page.total, 2);
    for (const row of page.rows)
      assert.deepEqual(
        [row.body, row.severityNumber, row.time, row.service, row.scope.name],
        [{ kind: 'string', value: 'too hot' }, 17, '7', 'oven', 'bakery'],
      );
    const metrics = await child.store.metrics();
    assert.deepEqual(
      metrics.map(({ metric, points, service: by }) => [metric.name, metric.unit, points, by]),
      [
        ['heat', 'Cel', 1, 'oven'],
        ['heat', 'Cel', 1, 'oven'],
      ],
    );
    const [point] = await child.store.points(metrics[0]?.id ?? -1, 0, 10);
    assert.deepEqual([point?.value, point?.time], [{ kind: 'double', value: 230.5 }, '9']);
    await child.store.clear();
    const { logs, points } = await child.store.summary();
    assert.deepEqual([logs.count, points.count, await child.store.metrics()], [0, 0, []]);
  });

  test('that cannot be read are refused, with the reason for the user', async () => {
    await using child = await startTelemetry();
    const port = await child.api.listen(0);
    for (const path of ['/v1/logs', '/v1/metrics', '/v1development/profiles']) {
      const reply = await post(port, Buffer.from('{"a":'), { path, headers: JSON_TYPE });
      assert.equal(reply.status, 400);
      assert.match(reply.body.toString(), /not an Export\w+ServiceRequest: the JSON ends too early/);
    }
    assert.equal((await child.store.summary()).notices.length, 3);
  });

  test('beyond their share of the memory let the oldest go, which is counted', async () => {
    await using child = await startTelemetry({ memoryLimit: 64 << 20 });
    const port = await child.api.listen(0);
    const body = { stringValue: 'x'.repeat(1000) };
    const request = toProtobufBytes(
      { resourceLogs: [{ resource, scopeLogs: [{ logRecords: Array.from({ length: 1000 }, () => ({ body })) }] }] },
      ExportLogsServiceRequest,
    );
    for (let i = 0; i < 40; i++) assert.equal((await post(port, request, { path: '/v1/logs' })).status, 200);
    const { logs, bytes, memoryLimit } = await child.store.summary();
    assert.equal(logs.count + logs.evicted, 40_000);
    assert.ok(logs.evicted > 20_000 && logs.count > 2000);
    assert.ok(bytes < memoryLimit);
  });
});
