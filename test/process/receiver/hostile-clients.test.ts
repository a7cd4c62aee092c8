// Clients that are slow, break off, speak something else or never stop: they are cut, and the others are served.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { eventuallyIs } from '../../support/eventually.ts';
import { PROTOBUF, post, stream, talk } from '../../support/http-client.ts';
import { openReceiver } from '../../support/open-receiver.ts';
import { spanId, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const BODY = toProtobufBytes(traceRequest('shop', [{ id: spanId(1) }]));
const HEAD = 'POST /v1/traces HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-protobuf\r\n';
const MIB = 1 << 20;
/** ::1 as the system's table has it. */
const ONE = '00000000000000000000000001000000';

suite('a body that is too large', () => {
  test('is refused at once when its length says so, and the answer arrives', async () => {
    await using receiver = await openReceiver({ body: MIB });
    using talking = await talk(receiver.port, `${HEAD}content-length: ${1 << 30}\r\n\r\n`);
    await eventuallyIs(talking.text, (text) => /^HTTP\/1\.1 413 /.test(text) && text.includes('1 MiB'));
    await talking.closed;
    // An exporter that goes on sending must still get to read it.
    const text = await stream(receiver.port, `${HEAD}content-length: ${1 << 30}\r\n\r\n`, (chunk) => chunk, 64 * MIB);
    assert.match(text, /^HTTP\/1\.1 413 /);
    assert.equal((await post(receiver.port, BODY)).status, 200);
  });

  test('is refused once past the limit when it comes in chunks', async () => {
    await using receiver = await openReceiver({ body: MIB });
    const wrap = (chunk: Buffer) =>
      Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
    const text = await stream(receiver.port, `${HEAD}transfer-encoding: chunked\r\n\r\n`, wrap, 256 * MIB);
    assert.match(text, /^HTTP\/1\.1 413 /);
    assert.deepEqual(receiver.refusals, ['413 the body is larger than 1 MiB']);
  });

  test('at the limit is taken, a byte more is not', async () => {
    await using receiver = await openReceiver({ body: BODY.length });
    assert.equal((await post(receiver.port, BODY)).status, 200);
    assert.equal((await post(receiver.port, BODY, { chunks: [BODY] })).status, 200);
    assert.equal((await post(receiver.port, Buffer.concat([BODY, Buffer.alloc(1)]))).status, 413);
  });

  test('too much at once is told to come again', async () => {
    await using receiver = await openReceiver({ inFlight: 1000 });
    using hanging = await talk(receiver.port, `${HEAD}content-length: 5000\r\n\r\nx`);
    await pause(100);
    const reply = await post(receiver.port, BODY);
    assert.deepEqual([reply.status, reply.headers['retry-after']], [503, '1']);
    hanging.socket.destroy();
    await eventuallyIs(
      async () => (await post(receiver.port, BODY)).status,
      (status) => status === 200,
    );
  });
});

suite('a client that speaks something else', () => {
  test('TLS: the connection is closed and the user told what to set', async () => {
    await using receiver = await openReceiver();
    using talking = await talk(receiver.port, Buffer.from([0x16, 0x03, 0x01, 0x00, 0xc8, 0x01]));
    await talking.closed;
    assert.match(receiver.refusals.join(), /http:\/\/.*insecure/);
    assert.equal((await post(receiver.port, BODY)).status, 200);
  });

  test('nonsense and endless headers are answered with an error and closed', async () => {
    await using receiver = await openReceiver();
    for (const first of ['hello\r\n\r\n', '\0\0\0\0', `${HEAD}x: ${'y'.repeat(100_000)}\r\n\r\n`]) {
      using talking = await talk(receiver.port, first);
      await talking.closed;
      assert.match(talking.text(), /^HTTP\/1\.1 4\d\d /);
    }
    assert.equal((await post(receiver.port, BODY)).status, 200);
  });
});

suite('a slow client', () => {
  const limits = { headersTimeout: 300, requestTimeout: 700, idleTimeout: 1000 };

  test('of headers, of a body, or that says nothing is cut; others are served meanwhile', async () => {
    await using receiver = await openReceiver(limits);
    const began = performance.now();
    const slow = await Promise.all([
      talk(receiver.port),
      talk(receiver.port, HEAD),
      talk(receiver.port, `${HEAD}content-length: 1000\r\n\r\nx`),
      talk(receiver.port, `${HEAD}transfer-encoding: chunked\r\n\r\n`),
      ...Array.from({ length: 100 }, () => talk(receiver.port, HEAD)),
    ]);
    // A byte now and then must not keep a connection.
    const drip = setInterval(() => {
      for (const { socket } of slow.slice(1)) if (socket.writable) socket.write('x');
    }, 50);
    let served = 0;
    const others = (async () => {
      while (performance.now() - began < 600) {
        assert.equal((await post(receiver.port, BODY)).status, 200);
        served++;
      }
    })();
    await Promise.race([Promise.all(slow.map(({ closed }) => closed)), pause(15_000, undefined, { ref: false })]);
    clearInterval(drip);
    await others;
    assert.ok(
      slow.every(({ socket }) => socket.closed),
      `${slow.filter(({ socket }) => !socket.closed).length} are still open`,
    );
    assert.ok(served > 3);
    assert.deepEqual(
      receiver.accepted,
      Array.from({ length: served }, () => 1),
    );
  });

  test('that breaks off in the middle costs nothing', async () => {
    await using receiver = await openReceiver();
    for (let i = 0; i < 50; i++) {
      using talking = await talk(receiver.port, `${HEAD}content-length: 1000\r\n\r\n${'x'.repeat(i)}`);
      if (i % 2 === 0) talking.socket.resetAndDestroy();
    }
    await pause(50);
    assert.equal((await post(receiver.port, BODY)).status, 200);
    assert.deepEqual([receiver.accepted, receiver.refusals, receiver.problems], [[1], [], []]);
  });

  test('that closes its half after the request still gets its answer', async () => {
    await using receiver = await openReceiver();
    using talking = await talk(receiver.port);
    talking.socket.end(Buffer.concat([Buffer.from(`${HEAD}content-length: ${BODY.length}\r\n\r\n`), BODY]));
    await talking.closed;
    assert.match(talking.text(), /^HTTP\/1\.1 200 /);
  });
});

suite('the socket', () => {
  test('is that of loopback alone', async (context) => {
    await using receiver = await openReceiver();
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80'));
    for (const { address } of outside) {
      const socket = connect(receiver.port, address);
      const outcome = await new Promise((resolve) => {
        socket.on('connect', () => resolve('connected'));
        socket.on('error', (error) => resolve('code' in error && error.code));
      });
      socket.destroy();
      assert.equal(outcome, 'ECONNREFUSED', address);
    }
    const table = await readFile('/proc/net/tcp', 'latin1').catch(() => undefined);
    if (table === undefined) return context.diagnostic('no /proc/net/tcp here: only the addresses were tried');
    const port = receiver.port.toString(16).toUpperCase().padStart(4, '0');
    const listening = [...table.matchAll(/: ([0-9A-F]{8}):([0-9A-F]{4}) 00000000:0000 0A/g)].filter(
      (row) => row[2] === port,
    );
    assert.deepEqual(
      listening.map((row) => row[1]),
      ['0100007F'],
    );
    const six = await readFile('/proc/net/tcp6', 'latin1').catch(() => '');
    const inSix = [...six.matchAll(/: ([0-9A-F]{32}):([0-9A-F]{4}) 0{32}:0000 0A/g)].filter((row) => row[2] === port);
    assert.deepEqual(
      inSix.map((row) => row[1]),
      six.includes(ONE) ? [ONE] : [],
    );
  });

  test('is free again once the receiver is gone, with connections under way', async () => {
    const receiver = await openReceiver();
    using hanging = await talk(receiver.port, `${HEAD}content-length: 1000\r\n\r\nx`);
    using silent = await talk(receiver.port);
    await receiver[Symbol.asyncDispose]();
    await Promise.all([hanging.closed, silent.closed]);
    await assert.rejects(post(receiver.port, BODY, { headers: PROTOBUF }), { code: 'ECONNREFUSED' });
  });
});
