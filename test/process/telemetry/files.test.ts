// Files of telemetry: what is exported opens with all that it had, a run that was kept opens, and what is wrong is said.

import assert from 'node:assert/strict';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseTraceId } from '../../../src/model/ids.ts';
import type { Remote } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { post } from '../../support/http-client.ts';
import { createScratch, startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { spanId, toJsonBytes, traceId } from '../../support/trace-request.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'oven' } }] };
const SECRET = 'hunter2-hunter2';

/** Two traces, a record of the first, a record of none, a metric. */
async function fill(child: TelemetryChild): Promise<void> {
  await child.send([
    {
      id: spanId(1),
      trace: traceId(1),
      name: 'GET /cart',
      duration: 5000,
      attributes: { 'api.key': SECRET, n: 9007199254740991 },
    },
    { id: spanId(2), trace: traceId(1), parent: spanId(1), name: 'SELECT', error: true },
  ]);
  await child.send([{ id: spanId(1), trace: traceId(2), name: 'POST /pay' }], 'pay');
  const port = await child.api.listen(0);
  const record = {
    body: { stringValue: 'hot' },
    traceId: traceId(1),
    spanId: spanId(2),
    timeUnixNano: '7',
    severityNumber: 17,
  };
  const logs = {
    resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record, { body: { stringValue: 'of none' } }] }] }],
  };
  const points = [{ timeUnixNano: '9', asDouble: 230.5 }];
  const metrics = {
    resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: 'heat', gauge: { dataPoints: points } }] }] }],
  };
  for (const [path, body] of [
    ['/v1/logs', logs],
    ['/v1/metrics', metrics],
  ] as const)
    assert.equal((await post(port, toJsonBytes(body), { path, headers: JSON_TYPE })).status, 200);
}

/** All that a store says of its traces, without the numbers that are its own. */
async function contentOf(store: Remote<StoreApi>) {
  const { rows } = await store.traces({ filter: {}, first: 0, count: 100 });
  return Promise.all(
    rows.map(async (row) => {
      const layout = await store.trace(row.id, undefined);
      assert.ok(typeof layout === 'object');
      const spans = await Promise.all(Array.from(layout.row, (index) => store.span(index as never)));
      return { row, spans, logs: await store.logs(row.id, undefined) };
    }),
  );
}

async function read(store: Remote<StoreApi>, spans: number): Promise<void> {
  await eventuallyIs(
    () => store.summary(),
    (summary) => summary.spans >= spans && !summary.notices.some(({ message }) => message.startsWith('Reading')),
  );
}

const noticesOf = async (store: Remote<StoreApi>) =>
  (await store.summary()).notices.map(({ message }) => message).join('\n');

suite('an export', () => {
  test('opens with all spans, records and points as they were, and covers secrets unless they are to stay', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry();
    await fill(child);
    const path = join(scratch.path, 'all.otlp.jsonl');
    const request = { file: undefined, filter: {}, trace: undefined, path };
    assert.deepEqual(await child.api.exportLines({ ...request, withSecrets: true }), {
      spans: 3,
      logs: 2,
      points: 1,
      redacted: 0,
    });
    using opened = child.openFile(path);
    await read(opened, 3);
    assert.deepEqual(await contentOf(opened), await contentOf(child.store));
    const { logs, points } = await opened.summary();
    assert.deepEqual([logs.count, points.count], [2, 1]);
    const [metric] = await opened.metrics();
    assert.deepEqual([metric?.metric.name, metric?.service], ['heat', 'oven']);

    assert.equal((await child.api.exportLines({ ...request, withSecrets: false })).redacted, 1);
    const text = await readFile(path, 'utf8');
    assert.ok(!text.includes(SECRET) && text.includes('GET /cart'));
    for (const line of text.trimEnd().split('\n')) assert.equal(typeof JSON.parse(line), 'object');
  });

  test('of what a filter lets through, or of one trace, has its records and nothing else', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry();
    await fill(child);
    const path = join(scratch.path, 'some.jsonl');
    const request = { file: undefined, path, withSecrets: true };
    const cart = { query: 'status:error' };
    assert.deepEqual(await child.api.exportLines({ ...request, filter: cart, trace: undefined }), {
      spans: 2,
      logs: 1,
      points: 0,
      redacted: 0,
    });
    const pay = parseTraceId(traceId(2));
    assert.deepEqual(await child.api.exportLines({ ...request, filter: {}, trace: pay }), {
      spans: 1,
      logs: 0,
      points: 0,
      redacted: 0,
    });
    assert.match(await readFile(path, 'utf8'), /POST \/pay/);
    assert.deepEqual(await readdir(scratch.path), ['some.jsonl'], 'no draft is left');
  });

  test('into a folder that is not there says so and leaves nothing', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry();
    const path = join(scratch.path, 'absent', 'x.jsonl');
    await assert.rejects(
      () => child.api.exportLines({ file: undefined, filter: {}, trace: undefined, path, withSecrets: true }),
      /ENOENT/,
    );
  });
});

suite('a file', () => {
  test('of a run that was kept opens beside what is live, and is exported from', async () => {
    await using scratch = await createScratch();
    {
      await using child = await startTelemetry({ folder: scratch.path });
      await fill(child);
      await pause(400);
    }
    const [name = ''] = (await readdir(scratch.path)).filter((file) => file.endsWith('.spanrun'));
    await using child = await startTelemetry();
    await child.send([{ id: spanId(9), trace: traceId(9), name: 'live' }]);
    using opened = child.openFile(join(scratch.path, name));
    await read(opened, 3);
    const found = await opened.traces({ filter: { query: 'service:pay' }, first: 0, count: 10 });
    assert.deepEqual(
      found.rows.map((row) => row.name),
      ['POST /pay'],
    );
    assert.equal((await child.store.summary()).spans, 1);
    // What is shown of a span is read from the file when it is asked for, also when that has been deleted meanwhile.
    await rename(join(scratch.path, name), join(scratch.path, `moved-${name}`));
    const [, cart] = await contentOf(opened);
    assert.deepEqual(
      cart?.spans.map((span) => span?.name),
      ['GET /cart', 'SELECT'],
    );
    assert.deepEqual(
      cart?.spans[0]?.attributes.map(({ key }) => key),
      ['api.key', 'n'],
    );
    await rename(join(scratch.path, `moved-${name}`), join(scratch.path, name));
    const path = join(scratch.path, 'from-run.jsonl');
    const counts = await child.api.exportLines({
      file: join(scratch.path, name),
      filter: {},
      trace: undefined,
      path,
      withSecrets: true,
    });
    assert.deepEqual(counts, { spans: 3, logs: 2, points: 1, redacted: 0 });
    assert.ok(!(await readFile(path, 'utf8')).includes(SECRET), 'a run has no secrets to keep');
  });

  test('with lines that are none is read but for those, which are told', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry();
    await fill(child);
    const path = join(scratch.path, 'x.jsonl');
    await child.api.exportLines({ file: undefined, filter: {}, trace: undefined, path, withSecrets: true });
    await writeFile(path, `nonsense\n\n${await readFile(path, 'utf8')}{"resourceSpans":[{]}\n`);
    using opened = child.openFile(path);
    await read(opened, 3);
    assert.match(await noticesOf(opened), /2 lines, the first of them line 1, are no request/);
    assert.equal((await opened.summary()).logs.count, 2);
  });

  test('of one request over many lines is read', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry();
    await fill(child);
    const path = join(scratch.path, 'x.json');
    await child.api.exportLines({
      file: undefined,
      filter: { query: 'service:pay' },
      trace: undefined,
      path,
      withSecrets: true,
    });
    await writeFile(path, JSON.stringify(JSON.parse(await readFile(path, 'utf8')), undefined, 2));
    using opened = child.openFile(path);
    await read(opened, 1);
    assert.equal(await noticesOf(opened), '');
  });

  test('that is absent, a folder, empty or of a newer Spanline is told of', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry();
    const newer = Buffer.concat([Buffer.from('SPANRUN\n'), Buffer.from([9, 0, 0, 0])]);
    for (const [name, content, message] of [
      ['absent', undefined, /cannot be read: ENOENT/],
      ['empty', '', /^$/],
      ['newer.spanrun', newer, /newer Spanline/],
      ['text', 'hello', /Line 1 is no request/],
    ] as const) {
      const path = join(scratch.path, name);
      if (content !== undefined) await writeFile(path, content);
      using opened = child.openFile(path);
      await read(opened, 0);
      assert.match(await noticesOf(opened), message);
    }
    using folder = child.openFile(scratch.path);
    await read(folder, 0);
    assert.match(await noticesOf(folder), /cannot be read/);
  });
});
