// spanline serve: addresses when it is ready, all that it acknowledged in its file, an end when it is asked to.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { eventuallyIs } from '../../support/eventually.ts';
import { framed, openGrpc } from '../../support/grpc-call.ts';
import { post } from '../../support/http-client.ts';
import { createScratch } from '../../support/telemetry-child.ts';
import { spanId, toJsonBytes, toProtobufBytes, traceId, traceRequest } from '../../support/trace-request.ts';
import { runSpanline, type Started, startSpanline } from './spanline-process.ts';

async function serve(...args: readonly string[]): Promise<Started & { readonly port: number }> {
  const started = startSpanline(['serve', '--port', '0', '--json', ...args]);
  const line = await eventuallyIs(started.stdout, (text) => text.includes('\n'));
  const { port, http, grpc } = JSON.parse(line);
  assert.deepEqual([http, grpc], [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port}`]);
  return { ...started, port };
}

const request = (number: number) =>
  traceRequest('shop', [{ id: spanId(number), trace: traceId(number), name: `span ${number}` }]);

async function namesIn(path: string): Promise<readonly string[]> {
  return [...(await readFile(path, 'utf8')).matchAll(/"name":"(span \d+)"/g)].map(([, name]) => name ?? '');
}

suite('spanline serve', () => {
  test('writes what comes over HTTP and gRPC, of all signals, and sums it up at the end', async () => {
    await using scratch = await createScratch();
    const out = join(scratch.path, 'all.jsonl');
    const started = await serve('--out', out);
    assert.equal((await post(started.port, toProtobufBytes(request(1)))).status, 200);
    assert.equal(
      (await post(started.port, toJsonBytes(request(2)), { headers: { 'content-type': 'application/json' } })).status,
      200,
    );
    {
      using client = openGrpc(started.port);
      await client.call([framed(toProtobufBytes(request(3)))], {
        ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
      });
    }
    const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'hot' } }] }] }] };
    await post(started.port, toJsonBytes(logs), { path: '/v1/logs', headers: { 'content-type': 'application/json' } });
    // What was acknowledged is there before anybody asks for the end.
    assert.deepEqual(await namesIn(out), ['span 1', 'span 2', 'span 3']);
    started.process.kill('SIGTERM');
    const { code, stderr } = await started.outcome;
    assert.equal(code, 0);
    assert.match(stderr, /^spanline: 3 traces, 3 spans, 0 errors, 1 log record in /m);
    const lines = (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line)).join());
    assert.deepEqual(lines, ['resourceSpans', 'resourceSpans', 'resourceSpans', 'resourceLogs']);
  });

  test('ends at SIGTERM under load with all that it acknowledged in its file, each once', async () => {
    await using scratch = await createScratch();
    const out = join(scratch.path, 'load.jsonl');
    const started = await serve('--out', out);
    const acknowledged: string[] = [];
    let isOver = false;
    let next = 1;
    const lane = async () => {
      while (!isOver) {
        const number = next++;
        const reply = await post(started.port, toProtobufBytes(request(number))).catch(() => undefined);
        if (reply?.status === 200) acknowledged.push(`span ${number}`);
      }
    };
    const lanes = Array.from({ length: 8 }, lane);
    await eventuallyIs(
      () => acknowledged.length,
      (count) => count > 200,
    );
    started.process.kill('SIGTERM');
    assert.equal((await started.outcome).code, 0);
    isOver = true;
    await Promise.all(lanes);
    const names = await namesIn(out);
    assert.equal(new Set(names).size, names.length);
    for (const name of acknowledged) assert.ok(names.includes(name), `${name} was acknowledged`);
  });

  test('finishes a request that is on its way', async () => {
    const started = await serve();
    const body = toProtobufBytes(request(1));
    const socket = connect(started.port, '127.0.0.1');
    let reply = '';
    socket.on('data', (data) => {
      reply += data;
    });
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-protobuf\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.subarray(0, 5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    started.process.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.write(body.subarray(5));
    const { code, stderr } = await started.outcome;
    assert.equal(code, 0);
    assert.match(reply, /^HTTP\/1\.1 200/);
    assert.match(stderr, /1 span/);
  });

  test('goes on when nobody reads its output any more', async () => {
    const started = await serve();
    started.process.stdout?.destroy();
    started.process.stderr?.destroy();
    assert.equal((await post(started.port, toProtobufBytes(request(1)))).status, 200);
    started.process.kill('SIGINT');
    assert.equal((await started.outcome).code, 0);
  });

  test('says which port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    const { code, stderr, stdout } = await runSpanline(['serve', '--port', String(taken), '--json']);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, new RegExp(`port ${taken} is taken by another program: end that, or name another`));
    other.close();
  });
});

suite('the command line', () => {
  for (const [args, message] of [
    [['fly'], /there is no command "fly"/],
    [['run', 'node', 'x'], /spanline run -- node server\.js/],
    [['run', '--'], /takes a command/],
    [['serve', '--port', 'x'], /from 0 to 65535/],
    [['serve', '--prot', '1'], /--prot/],
  ] as const)
    test(`says what is wrong with: ${args.join(' ')}`, async () => {
      const { code, stderr, stdout } = await runSpanline(args);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
    });

  test('explains itself', async () => {
    for (const args of [[], ['--help'], ['run', '--help']]) {
      const { code, stdout } = await runSpanline(args);
      assert.equal(code, 0);
      assert.match(stdout, /spanline run \[--out FILE\]/);
    }
  });
});
