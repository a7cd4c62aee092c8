// What an exporter gets back: successes, partial successes and refusals, in the encoding that it speaks.

import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';
import { eventuallyIs } from '../../support/eventually.ts';
import { JSON_TYPE, PROTOBUF, post, type Reply, talk } from '../../support/http-client.ts';
import { openReceiver } from '../../support/open-receiver.ts';
import { ExportTraceServiceResponse, RpcStatus } from '../../support/otlp-schema.ts';
import { spanId, toJsonBytes, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const REQUEST = traceRequest('shop', [{ id: spanId(1) }, { id: spanId(2), parent: spanId(1) }]);
const BODY = toProtobufBytes(REQUEST);

function statusOf({ headers, body }: Reply): { code: number; message: string } {
  if (headers['content-type'] === 'application/json') return JSON.parse(body.toString());
  assert.equal(headers['content-type'], 'application/x-protobuf');
  const { code, message } = RpcStatus.toObject(RpcStatus.decode(body), { defaults: true });
  return { code, message };
}

suite('an export', () => {
  test('in protobuf is answered in protobuf', async () => {
    await using receiver = await openReceiver();
    const reply = await post(receiver.port, BODY);
    assert.deepEqual([reply.status, reply.headers['content-type']], [200, 'application/x-protobuf']);
    const response = ExportTraceServiceResponse.toObject(ExportTraceServiceResponse.decode(reply.body));
    assert.deepEqual(response, {});
    assert.deepEqual(receiver.accepted, [2]);
  });

  test('in JSON is answered in JSON, whatever parameters its content type has', async () => {
    await using receiver = await openReceiver();
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8']) {
      const reply = await post(receiver.port, toJsonBytes(REQUEST), { headers: { 'content-type': type } });
      assert.deepEqual([reply.status, reply.headers['content-type']], [200, 'application/json']);
      assert.deepEqual(JSON.parse(reply.body.toString()), {});
    }
    assert.deepEqual(receiver.accepted, [2, 2, 2]);
  });

  test('may be compressed with gzip or deflate, and may be empty', async () => {
    await using receiver = await openReceiver();
    for (const [encoding, body] of [
      ['gzip', await promisify(gzip)(BODY)],
      ['deflate', await promisify(deflate)(BODY)],
      ['identity', BODY],
      ['gzip', await promisify(gzip)('')],
    ] as const)
      assert.equal(
        (await post(receiver.port, body, { headers: { ...PROTOBUF, 'content-encoding': encoding } })).status,
        200,
      );
    assert.equal((await post(receiver.port, new Uint8Array(0))).status, 200);
    assert.deepEqual(receiver.accepted, [2, 2, 2, 0, 0]);
  });

  test('may come in chunks, larger than any buffer of its first', async () => {
    await using receiver = await openReceiver();
    const spans = Array.from({ length: 20_000 }, (_, i) => ({ id: spanId(i + 1), name: `span number ${i}` }));
    const body = toProtobufBytes(traceRequest('shop', spans));
    const chunks = Array.from({ length: Math.ceil(body.length / 70_000) }, (_, i) =>
      body.subarray(i * 70_000, (i + 1) * 70_000),
    );
    assert.ok(body.length > 1 << 20 && chunks.length > 10);
    assert.equal((await post(receiver.port, body, { chunks })).status, 200);
    assert.deepEqual(receiver.accepted, [20_000]);
  });

  test('after another uses the same connection, also beside others', async () => {
    await using receiver = await openReceiver();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    agent.on('free', (socket) => ports.add(socket.localPort));
    for (let i = 0; i < 20; i++) assert.equal((await post(receiver.port, BODY, { agent })).status, 200);
    assert.equal(ports.size, 1);
    agent.destroy();
    const replies = await Promise.all(Array.from({ length: 50 }, () => post(receiver.port, BODY)));
    assert.ok(replies.every(({ status }) => status === 200));
    assert.equal(receiver.accepted.length, 70);
  });

  test('with spans that have no valid ids is a partial success', async () => {
    await using receiver = await openReceiver();
    const request = traceRequest('shop', [{ id: spanId(1) }, { id: '0000000000000000' }, { id: spanId(3), trace: '' }]);
    const protobuf = await post(receiver.port, toProtobufBytes(request));
    const decoded = ExportTraceServiceResponse.decode(protobuf.body);
    const { partialSuccess } = ExportTraceServiceResponse.toObject(decoded, { longs: Number });
    assert.deepEqual([protobuf.status, partialSuccess.rejectedSpans], [200, 2]);
    assert.match(partialSuccess.errorMessage, /trace id and span id/);
    const json = await post(receiver.port, toJsonBytes(request), { headers: JSON_TYPE });
    assert.equal(JSON.parse(json.body.toString()).partialSuccess.rejectedSpans, '2');
    assert.deepEqual(receiver.accepted, [1, 1]);
    assert.equal(receiver.problems.length, 2);
  });
});

suite('a request that is refused', () => {
  const gzipped = { 'content-encoding': 'gzip' };
  const refused: readonly (readonly [
    string,
    number,
    Parameters<typeof post>[2] & { readonly body?: Uint8Array },
    RegExp,
  ])[] = [
    ['malformed protobuf', 400, { body: BODY.slice(0, -3) }, /ExportTraceServiceRequest/],
    ['malformed JSON', 400, { body: Buffer.from('{"resourceSpans":[}'), headers: JSON_TYPE }, /at byte 18/],
    ['JSON sent as protobuf', 400, { body: toJsonBytes(REQUEST) }, /ExportTraceServiceRequest/],
    ['no gzip though it says so', 400, { headers: { ...PROTOBUF, ...gzipped } }, /not gzip/],
    ['an unknown path', 404, { path: '/v1/traces/' }, /\/v1\/traces/],
    ['the root', 404, { path: '/', headers: JSON_TYPE }, /\/v1\/traces/],
    ['another method', 405, { method: 'PUT' }, /POST/],
    ['an unknown type', 415, { headers: { 'content-type': 'text/plain' } }, /text\/plain/],
    ['no type', 415, { headers: {} }, /\(none\)/],
    ['an unknown compression', 415, { headers: { ...PROTOBUF, 'content-encoding': 'br' } }, /br/],
    ['a name that is made to resolve here', 403, { headers: { ...PROTOBUF, host: 'evil.example' } }, /Host/],
    ['a name that begins like ours', 403, { headers: { ...PROTOBUF, host: 'localhost.evil.example:4318' } }, /Host/],
    ['a web page', 403, { headers: { ...PROTOBUF, origin: 'https://evil.example' } }, /evil\.example/],
    ['a web page without an origin', 403, { headers: { ...PROTOBUF, origin: 'null' } }, /null/],
  ];
  for (const [what, status, { body = BODY, ...sent }, message] of refused)
    test(`${what}: ${status} with a Status that says why`, async () => {
      await using receiver = await openReceiver();
      const reply = await post(receiver.port, body, sent);
      assert.equal(reply.status, status);
      assert.match(statusOf(reply).message, message);
      assert.ok(statusOf(reply).code > 0);
      assert.deepEqual(receiver.accepted, []);
      assert.equal(receiver.refusals.length + receiver.problems.length, 1, 'the user is told');
      assert.equal((await post(receiver.port, BODY)).status, 200, 'the next one is heard');
    });

  test('405 says which method is allowed, also to HEAD and a preflight', async () => {
    await using receiver = await openReceiver();
    for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS']) {
      const reply = await post(receiver.port, new Uint8Array(0), { method });
      assert.deepEqual([reply.status, reply.headers.allow], [405, 'POST'], method);
      assert.equal(reply.headers['access-control-allow-origin'], undefined);
    }
  });

  test('before its body is sent, where it asks first', async () => {
    await using receiver = await openReceiver({ body: 1000 });
    const head = 'host: localhost\r\ncontent-type: application/x-protobuf\r\nexpect: 100-continue\r\n';
    using refused = await talk(receiver.port, `POST /v1/traces HTTP/1.1\r\n${head}content-length: 2000\r\n\r\n`);
    await refused.closed;
    assert.match(refused.text(), /^HTTP\/1\.1 413 /);
    using asking = await talk(
      receiver.port,
      `POST /v1/traces HTTP/1.1\r\n${head}content-length: ${BODY.length}\r\n\r\n`,
    );
    await eventuallyIs(asking.text, (text) => text.startsWith('HTTP/1.1 100 '));
    asking.socket.write(BODY);
    await eventuallyIs(asking.text, (text) => text.includes('HTTP/1.1 200 '));
  });

  test('the names of loopback are heard', async () => {
    await using receiver = await openReceiver();
    for (const host of ['127.0.0.1', 'localhost:4318', 'LOCALHOST', '[::1]:4318', '127.1.2.3:80'])
      assert.equal((await post(receiver.port, BODY, { headers: { ...PROTOBUF, host } })).status, 200, host);
  });
});

suite('a page of this machine', () => {
  const from = { ...JSON_TYPE, origin: 'http://localhost:5173' };

  test('may send: its browser asks before, and is told so with each answer', async () => {
    await using receiver = await openReceiver();
    const asked = await post(receiver.port, new Uint8Array(0), {
      method: 'OPTIONS',
      headers: {
        origin: from.origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,x-api-key',
        'access-control-request-private-network': 'true',
      },
    });
    assert.equal(asked.status, 204);
    assert.equal(asked.headers['access-control-allow-methods'], 'POST');
    assert.equal(asked.headers['access-control-allow-headers'], 'content-type,x-api-key');
    assert.equal(asked.headers['access-control-allow-private-network'], 'true');
    const taken = await post(receiver.port, toJsonBytes(REQUEST), { headers: from });
    const malformed = await post(receiver.port, Buffer.from('{'), { headers: from });
    const elsewhere = await post(receiver.port, BODY, { headers: from, path: '/v1/trace' });
    assert.deepEqual([taken.status, malformed.status, elsewhere.status], [200, 400, 404]);
    for (const { headers } of [asked, taken, malformed, elsewhere]) {
      assert.equal(headers['access-control-allow-origin'], from.origin);
      assert.equal(headers['access-control-allow-credentials'], 'true');
      assert.equal(headers.vary, 'origin');
    }
  });

  test('of another machine may not, whatever its name begins or ends with', async () => {
    await using receiver = await openReceiver();
    for (const origin of [
      'http://localhost.evil.example',
      'http://evil.example/localhost',
      'https://127.0.0.1.evil.example',
      'file://localhost',
      'null',
    ]) {
      for (const method of ['OPTIONS', 'POST']) {
        const reply = await post(receiver.port, toJsonBytes(REQUEST), { method, headers: { ...JSON_TYPE, origin } });
        assert.equal(reply.status, 403, origin);
        assert.equal(reply.headers['access-control-allow-origin'], undefined);
      }
    }
    assert.deepEqual(receiver.accepted, []);
  });
});
