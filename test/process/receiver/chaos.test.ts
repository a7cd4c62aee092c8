// Many clients that break every rule at once: nothing hangs, and what was acknowledged is there, no more and no less.

import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { connect as connectHttp2, constants } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually, eventuallyIs } from '../../support/eventually.ts';
import { framed, openGrpc } from '../../support/grpc-call.ts';
import { post, talk } from '../../support/http-client.ts';
import { type OpenReceiver, openReceiver } from '../../support/open-receiver.ts';
import { spanId, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const BODY = toProtobufBytes(traceRequest('shop', [{ id: spanId(1) }]));
const HEAD = 'POST /v1/traces HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-protobuf\r\n';

/** Both protocols are served within the time of any test. */
async function assertServes(receiver: OpenReceiver): Promise<void> {
  assert.equal((await post(receiver.port, BODY)).status, 200);
  using client = openGrpc(receiver.port);
  assert.equal((await client.call([framed(BODY)])).status, 0);
}

function isClosed(socket: Socket): boolean {
  return socket.closed || socket.destroyed;
}

suite('1,000 connections', () => {
  test('that each send are all answered', async () => {
    await using receiver = await openReceiver();
    const agent = new Agent({ keepAlive: true, maxSockets: 1000 });
    const replies = await Promise.all(Array.from({ length: 3000 }, () => post(receiver.port, BODY, { agent })));
    agent.destroy();
    assert.ok(replies.every(({ status }) => status === 200));
    assert.equal(receiver.accepted.length, 3000);
  });

  test('that say nothing, or one byte, hold nothing, and are cut', async () => {
    await using receiver = await openReceiver({ headersTimeout: 1500 });
    const sockets = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => talk(receiver.port, ['', 'P', 'PR', '\x16'][i % 4])),
    );
    await assertServes(receiver);
    await Promise.all(sockets.map(({ closed }) => closed));
    assert.deepEqual(receiver.accepted, [1, 1]);
  });
});

suite('a body that lies about its length', () => {
  test('longer than it is: cut when its time is over; shorter: what follows is no request', async () => {
    await using receiver = await openReceiver({ headersTimeout: 400, requestTimeout: 600 });
    using waiting = await talk(receiver.port, `${HEAD}content-length: ${BODY.length + 10}\r\n\r\n`);
    waiting.socket.write(BODY);
    using rest = await talk(receiver.port, `${HEAD}content-length: ${BODY.length - 10}\r\n\r\n`);
    rest.socket.write(BODY);
    await Promise.all([waiting.closed, rest.closed]);
    assert.match(rest.text(), /^HTTP\/1\.1 400 /);
    assert.deepEqual(receiver.accepted, []);
    await assertServes(receiver);
  });

  test('announcements reserve nothing: others are served beside as many as there is memory for', async () => {
    await using receiver = await openReceiver({ inFlight: 32 << 20 });
    const announcing = await Promise.all(
      Array.from({ length: 200 }, () => talk(receiver.port, `${HEAD}content-length: ${60 << 20}\r\n\r\nx`)),
    );
    await assertServes(receiver);
    for (const { socket } of announcing) socket.destroy();
  });
});

suite('calls of gRPC', () => {
  test('that are reset, half sent or left open: the session goes on, and their memory is free again', async () => {
    // So little that what is not given back is missed.
    await using receiver = await openReceiver({ inFlight: 4 << 20 });
    using client = openGrpc(receiver.port);
    const half = framed(BODY).subarray(0, 30);
    for (let round = 0; round < 20; round++) {
      const streams = Array.from({ length: 50 }, () => {
        const stream = client.session.request({
          ':method': 'POST',
          ':path': '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
          'content-type': 'application/grpc',
        });
        stream.on('error', () => {});
        stream.write(half);
        return stream;
      });
      await pause(5);
      for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
      await eventually('the session still serves', async () => {
        const reply = await client.call([framed(BODY)]);
        return reply.status === 0 ? true : undefined;
      });
    }
    await assertServes(receiver);
  });

  test('that never end are ended', async () => {
    await using receiver = await openReceiver({ requestTimeout: 500 });
    using client = openGrpc(receiver.port);
    const reply = await client.call([framed(BODY).subarray(0, 30), undefined]);
    assert.equal(reply.status, undefined);
    await assertServes(receiver);
  });

  test('of a peer that floods with what costs us: it is cut, others are served', async () => {
    await using receiver = await openReceiver();
    const session = connectHttp2(`http://127.0.0.1:${receiver.port}`);
    session.on('error', () => {});
    const pings = setInterval(() => {
      for (let i = 0; i < 100 && !session.destroyed; i++) session.ping(() => {});
    }, 1);
    for (let i = 0; i < 3000 && !session.destroyed; i++) {
      const stream = session.request({ ':method': 'POST', ':path': '/x', 'content-type': 'application/grpc' });
      stream.on('error', () => {});
      stream.close(constants.NGHTTP2_CANCEL);
      if (i % 100 === 0) await pause(1);
    }
    await assertServes(receiver);
    clearInterval(pings);
    session.destroy();
  });

  test('under way when the receiver ends do not keep it', async () => {
    const receiver = await openReceiver();
    using client = openGrpc(receiver.port);
    const hanging = client.call([framed(BODY).subarray(0, 30), undefined]);
    await pause(50);
    await receiver[Symbol.asyncDispose]();
    assert.equal((await hanging).status, undefined);
  });
});

suite('a client that never reads', () => {
  test('its answers: it is held back, not kept in memory, and others are served', async () => {
    await using receiver = await openReceiver();
    const socket = connect(receiver.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.pause();
    const request = Buffer.concat([Buffer.from(`${HEAD}content-length: ${BODY.length}\r\n\r\n`), BODY]);
    let isHeld = false;
    for (let sent = 0; sent < 200_000 && !isHeld && !isClosed(socket); sent++)
      if (!socket.write(request)) isHeld = await Promise.race([pause(500, true), drained(socket)]);
    assert.ok(isHeld || isClosed(socket), 'it may send without end');
    await assertServes(receiver);
    socket.destroy();
  });
});

function drained(socket: Socket): Promise<false> {
  return new Promise((resolve) => socket.once('drain', () => resolve(false)));
}

test('what is acknowledged was taken, whatever else goes on', async () => {
  await using receiver = await openReceiver({ inFlight: 2 << 20 });
  const acknowledged = { count: 0 };
  const until = performance.now() + 2000;
  const worker = async (which: number) => {
    while (performance.now() < until) {
      if (which % 3 === 0) {
        using broken = await talk(receiver.port, `${HEAD}content-length: ${BODY.length}\r\n\r\n`);
        broken.socket.write(BODY.subarray(0, 20));
        await pause(1);
      } else if (which % 3 === 1) {
        const reply = await post(receiver.port, BODY).catch(() => undefined);
        if (reply?.status === 200) acknowledged.count++;
        else assert.equal(reply?.status, 503);
      } else {
        using client = openGrpc(receiver.port);
        const { status } = await client.call([framed(BODY)]);
        if (status === 0) acknowledged.count++;
        else assert.equal(status, 14);
      }
    }
  };
  await Promise.all(Array.from({ length: 48 }, (_, i) => worker(i)));
  assert.ok(acknowledged.count > 50);
  await eventuallyIs(
    () => receiver.accepted.length,
    (taken) => taken === acknowledged.count,
  );
});
