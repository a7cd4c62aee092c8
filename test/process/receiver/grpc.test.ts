// OTLP over gRPC on the port of HTTP: what is taken, how it may be compressed, and how the rest is refused.

import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as zlib from 'node:zlib';
import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import { eventuallyIs } from '../../support/eventually.ts';
import { framed, openGrpc } from '../../support/grpc-call.ts';
import { post } from '../../support/http-client.ts';
import { openReceiver } from '../../support/open-receiver.ts';
import { ExportTraceServiceResponse, RpcStatus } from '../../support/otlp-schema.ts';
import { spanId, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const BODY = toProtobufBytes(traceRequest('shop', [{ id: spanId(1) }, { id: spanId(2) }]));
const EXPORT = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

/** By the library that the exporters of Node use. */
function exportBy(port: number, body: Uint8Array, options: object = {}, host = '127.0.0.1'): Promise<Buffer> {
  const client = new Client(`${host}:${port}`, credentials.createInsecure(), options);
  const id = (bytes: Buffer) => bytes;
  return new Promise<Buffer>((resolve, reject) => {
    client.makeUnaryRequest(EXPORT, id, id, Buffer.from(body), new Metadata(), (error: ServiceError | null, answer) =>
      error ? reject(error) : resolve(answer ?? Buffer.alloc(0)),
    );
  }).finally(() => client.close());
}

suite('a call of Export', () => {
  test('is taken on the port of HTTP, beside it, over both families of addresses', async (context) => {
    await using receiver = await openReceiver();
    assert.equal((await exportBy(receiver.port, BODY)).length, 0);
    assert.equal((await post(receiver.port, BODY)).status, 200);
    assert.deepEqual(receiver.accepted, [2, 2]);
    if (!networkInterfaces().lo?.some(({ address }) => address === '::1'))
      return context.diagnostic('no ::1 on an interface lo here');
    assert.equal((await exportBy(receiver.port, BODY, {}, '[::1]')).length, 0);
    assert.deepEqual(receiver.accepted, [2, 2, 2]);
  });

  test('may be compressed as the library does it', async () => {
    await using receiver = await openReceiver();
    for (const algorithm of [1, 2])
      await exportBy(receiver.port, BODY, { 'grpc.default_compression_algorithm': algorithm });
    assert.deepEqual(receiver.accepted, [2, 2]);
  });

  const snappyBlock = (bytes: Uint8Array) =>
    Buffer.concat([
      Buffer.from([
        (bytes.length & 127) | 128,
        bytes.length >> 7,
        0xf4,
        (bytes.length - 1) & 255,
        (bytes.length - 1) >> 8,
      ]),
      bytes,
    ]);
  const snappyFrames = (bytes: Uint8Array) => {
    const block = Buffer.concat([Buffer.alloc(4), snappyBlock(bytes)]);
    const head = Buffer.from([0xff, 6, 0, 0, ...Buffer.from('sNaPpY'), 0, block.length & 255, block.length >> 8, 0]);
    return Buffer.concat([head, block]);
  };
  for (const [name, compress] of [
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['deflate', zlib.deflateRawSync],
    ['zstd', zlib.zstdCompressSync],
    ['snappy', snappyFrames],
    ['snappy', snappyBlock],
  ] as const)
    test(`may be compressed with ${name} (${compress.name}), over gRPC and HTTP`, async () => {
      await using receiver = await openReceiver();
      using client = openGrpc(receiver.port);
      // One that is inflated at once, and one for which another thread does it.
      const many = toProtobufBytes(
        traceRequest(
          'shop',
          Array.from({ length: 200 }, (_, i) => ({ id: spanId(i + 1), name: `${Math.random()}` })),
        ),
      );
      for (const body of compress === snappyBlock || compress === snappyFrames ? [BODY] : [BODY, many]) {
        const reply = await client.call([framed(compress(body), 1)], { 'grpc-encoding': name });
        assert.equal(reply.status, 0, reply.message);
        const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': name };
        assert.equal((await post(receiver.port, compress(body), { headers })).status, 200);
      }
      assert.deepEqual(
        [...new Set(receiver.accepted)],
        compress === snappyBlock || compress === snappyFrames ? [2] : [2, 200],
      );
    });

  test('may come in many pieces, and say which compression though it uses none', async () => {
    await using receiver = await openReceiver();
    using client = openGrpc(receiver.port);
    const pieces = [...framed(BODY)].map((byte) => Uint8Array.of(byte));
    assert.equal((await client.call(pieces, { 'grpc-encoding': 'gzip' })).status, 0);
    assert.deepEqual(receiver.accepted, [2]);
  });

  test('with spans that have no valid ids is a partial success', async () => {
    await using receiver = await openReceiver();
    const answer = await exportBy(receiver.port, toProtobufBytes(traceRequest('shop', [{ id: '0000000000000000' }])));
    const { partialSuccess } = ExportTraceServiceResponse.toObject(ExportTraceServiceResponse.decode(answer), {
      longs: Number,
    });
    assert.deepEqual(partialSuccess.rejectedSpans, 1);
  });
});

suite('a call that is refused', () => {
  const cases = [
    ['malformed protobuf', 3, [framed(BODY.subarray(0, -3))], {}, /ExportTraceServiceRequest/],
    ['a message that is cut short', 3, [framed(BODY).subarray(0, -3)], {}, /cut short/],
    ['no message', 3, [], {}, /no message/],
    ['two messages', 3, [framed(BODY), framed(BODY)], {}, /one message/],
    ['no gzip though it says so', 3, [framed(BODY, 1)], { 'grpc-encoding': 'gzip' }, /not gzip/],
    ['compressed without saying how', 3, [framed(BODY, 1)], {}, /grpc-encoding/],
    ['an unknown compression', 12, [framed(BODY, 1)], { 'grpc-encoding': 'br' }, /br.*zstd/],
    ['an unknown method', 12, [framed(BODY)], { ':path': '/some.Service/Export' }, /TraceService/],
    ['JSON', 12, [framed(BODY)], { 'content-type': 'application/grpc+json' }, /JSON/],
    ['from another name', 7, [framed(BODY)], { ':authority': 'evil.example:4317' }, /this machine/],
    ['from a page', 7, [framed(BODY)], { origin: 'http://localhost:3000' }, /this machine/],
  ] as const;
  for (const [what, code, parts, headers, message] of cases)
    test(`${what}: code ${code}, and why`, async () => {
      await using receiver = await openReceiver();
      using client = openGrpc(receiver.port);
      const reply = await client.call(parts, headers);
      assert.equal(reply.status, code);
      assert.match(reply.message, message);
      const details = Buffer.from(String(reply.headers['grpc-status-details-bin']), 'base64');
      assert.deepEqual(RpcStatus.toObject(RpcStatus.decode(details), { longs: Number }), {
        code,
        message: reply.message,
      });
      assert.deepEqual(receiver.accepted, []);
      // The connection is none the worse.
      assert.equal((await client.call([framed(BODY)])).status, 0);
      if (code === 12) assert.match(String(reply.headers['grpc-accept-encoding']), /gzip,.*zstd/);
    });

  test('no gRPC at all: 415, and the user is told', async () => {
    await using receiver = await openReceiver();
    using client = openGrpc(receiver.port);
    const reply = await client.call([BODY], { ':path': '/v1/traces', 'content-type': 'application/x-protobuf' });
    assert.equal(reply.headers[':status'], 415);
    await eventuallyIs(
      () => receiver.refusals,
      ([refusal]) => /HTTP\/1\.1/.test(refusal ?? ''),
    );
  });

  test('too large, as sent and after decompression: exhausted, which is not to be sent again', async () => {
    await using receiver = await openReceiver({ body: 1 << 20, inflated: 2 << 20 });
    using client = openGrpc(receiver.port);
    assert.equal((await client.call([framed(Buffer.alloc(2 << 20))])).status, 8);
    for (const [name, compress] of [
      ['gzip', zlib.gzipSync],
      ['zstd', zlib.zstdCompressSync],
      ['deflate', zlib.deflateSync],
    ] as const) {
      const bomb = framed(compress(Buffer.alloc(64 << 20)), 1);
      const reply = await client.call([bomb], { 'grpc-encoding': name });
      assert.deepEqual([reply.status, reply.message], [8, 'the body is larger than 2 MiB'], name);
    }
    assert.equal((await client.call([framed(BODY)])).status, 0);
  });

  test('too much at once: unavailable, with the time after which to send again', async () => {
    await using receiver = await openReceiver({ inFlight: 100 << 10 });
    using client = openGrpc(receiver.port);
    const hanging = client.call([framed(BODY).subarray(0, 20), undefined]);
    await pause(100);
    const reply = await client.call([framed(BODY)]);
    assert.equal(reply.status, 14);
    const details = Buffer.from(String(reply.headers['grpc-status-details-bin']), 'base64');
    assert.ok(details.includes('type.googleapis.com/google.rpc.RetryInfo'));
    // A library waits so long, and sends again.
    const retried = exportBy(receiver.port, BODY, {
      'grpc.service_config': JSON.stringify({
        methodConfig: [
          {
            name: [{}],
            retryPolicy: {
              maxAttempts: 5,
              initialBackoff: '0.1s',
              maxBackoff: '0.5s',
              backoffMultiplier: 2,
              retryableStatusCodes: ['UNAVAILABLE'],
            },
          },
        ],
      }),
    });
    using other = openGrpc(receiver.port);
    client.session.destroy();
    await hanging;
    await retried;
    await eventuallyIs(
      () => other.call([framed(BODY)]),
      ({ status }) => status === 0,
    );
  });
});
