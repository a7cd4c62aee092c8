// Several windows and the ports that one of them has at a time: each window is shown its own, whoever listens.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { eventuallyIs } from '../../support/eventually.ts';
import { framed, openGrpc } from '../../support/grpc-call.ts';
import { JSON_TYPE, post } from '../../support/http-client.ts';
import { createScratch, startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { spanId, toJsonBytes, toProtobufBytes, traceId, traceRequest } from '../../support/trace-request.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function openWindow(
  windows: string,
  session: string,
  processes: readonly number[] = [],
): Promise<TelemetryChild> {
  const child = await startTelemetry({ windows });
  await child.api.listen(0);
  await child.api.tellOwn({ sessions: [session], processes });
  return child;
}

async function namesIn({ store }: TelemetryChild): Promise<readonly string[]> {
  const { rows } = await store.traces({ filter: {}, first: 0, count: 100 });
  return rows.map(({ name }) => name).sort();
}

let traces = 0;
const named = (name: string, resource: Readonly<Record<string, string | number>>) =>
  traceRequest('shop', [{ id: spanId(1), trace: traceId(++traces), name }], 'test', resource);
const of = (session: string) => ({ 'spanline.session': session });

suite('a port that windows share', () => {
  test('belongs to the first; what a session or a process of another sends is shown there, over both protocols', async (context) => {
    await using scratch = await createScratch();
    const port = await freePort();
    await using first = await openWindow(scratch.path, 's-1');
    // Our own process descends from its parent: as a program does from a shell of the second window.
    await using second = await openWindow(scratch.path, 's-2', [process.ppid]);
    assert.deepEqual(await first.api.takePorts([port]), [{ port, owner: 'this window' }]);
    assert.deepEqual(await second.api.takePorts([port]), [{ port, owner: 'another window' }]);

    const send = (request: object) => post(port, toProtobufBytes(request));
    for (const request of [named('of 1', of('s-1')), named('of 2', of('s-2')), named('of nobody but its process', {})])
      assert.equal((await send(request)).status, 200);
    assert.equal((await send(named('by process', { 'process.pid': process.pid }))).status, 200);
    assert.equal((await send(named('of 1 in a shell of 2', { ...of('s-1'), 'process.pid': process.pid }))).status, 200);
    const both = {
      resourceSpans: [...named('mixed 1', of('s-1')).resourceSpans, ...named('mixed 2', of('s-2')).resourceSpans],
    };
    assert.equal((await send(both)).status, 200);
    const inJson = {
      resourceSpans: [...named('json 1', of('s-1')).resourceSpans, ...named('json 2', of('s-2')).resourceSpans],
    };
    assert.equal((await post(port, toJsonBytes(inJson), { headers: JSON_TYPE })).status, 200);
    using client = openGrpc(port);
    assert.equal((await client.call([framed(toProtobufBytes(named('grpc 2', of('s-2'))))])).status, 0);

    const bySocket = process.platform === 'linux' ? ['of nobody but its process'] : [];
    if (bySocket.length === 0) context.diagnostic('who is at the other end is told on Linux alone');
    assert.deepEqual(
      (await namesIn(first)).filter((name) => !bySocket.includes(name)),
      ['json 1', 'mixed 1', 'of 1', 'of 1 in a shell of 2'],
    );
    assert.deepEqual(await namesIn(second), ['by process', 'grpc 2', 'json 2', 'mixed 2', 'of 2', ...bySocket]);
  });

  test('says what the other window rejects, and refuses what nobody can read', async () => {
    await using scratch = await createScratch();
    const port = await freePort();
    await using first = await openWindow(scratch.path, 's-1');
    await using _second = await openWindow(scratch.path, 's-2');
    await first.api.takePorts([port]);
    const request = named('x', of('s-2'));
    const rejected = JSON.parse(JSON.stringify(request).replaceAll(spanId(1), '0'.repeat(16)));
    const reply = await post(port, toJsonBytes(rejected), { headers: JSON_TYPE });
    assert.match(reply.body.toString(), /"rejectedSpans":"1"/);
    assert.equal((await post(port, Buffer.from('{'), { headers: JSON_TYPE })).status, 400);
  });

  test('is the next one’s within seconds of the end of the first, killed or closed', async () => {
    await using scratch = await createScratch();
    const port = await freePort();
    const first = await openWindow(scratch.path, 's-1');
    const second = await openWindow(scratch.path, 's-2');
    await using third = await openWindow(scratch.path, 's-3');
    for (const child of [first, second, third]) await child.api.takePorts([port]);
    const sendThrough = () =>
      post(port, toProtobufBytes(named('after', of('s-3')))).then(
        ({ status }) => status,
        () => 0,
      );
    first.process.kill('SIGKILL');
    await first.ended;
    await eventuallyIs(sendThrough, (status) => status === 200);
    assert.deepEqual(await second.api.takePorts([port]), [{ port, owner: 'this window' }]);
    await second[Symbol.asyncDispose]();
    await eventuallyIs(sendThrough, (status) => status === 200);
    assert.deepEqual(await third.api.takePorts([port]), [{ port, owner: 'this window' }]);
    assert.deepEqual(await namesIn(third), ['after', 'after']);
    // Who was killed took nothing away: it is cleared up by those who look.
    await eventuallyIs(
      () => readdir(scratch.path),
      (names) => names.length === 1,
    );
  });

  test('that another program has is left to it until it is free', async () => {
    await using scratch = await createScratch();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    await using child = await openWindow(scratch.path, 's-1');
    assert.deepEqual(await child.api.takePorts([port]), [{ port, owner: 'another program' }]);
    other.close();
    const send = () =>
      post(port, toProtobufBytes(named('x', {}))).then(
        ({ status }) => status,
        () => 0,
      );
    await eventuallyIs(send, (status) => status === 200);
    assert.deepEqual(await child.api.takePorts([]), []);
    await assert.rejects(post(port, new Uint8Array(0)), { code: 'ECONNREFUSED' });
    assert.equal((await post(await child.api.listen(0), toProtobufBytes(named('y', {})))).status, 200);
  });

  test('survives what others leave in the folder, and a window that is gone but not its file', async () => {
    await using scratch = await createScratch();
    const port = await freePort();
    for (const [name, text] of [
      ['1.json', 'nonsense'],
      ['2.json', '[]'],
      ['3.json', JSON.stringify({ pid: 2 ** 22, port: 1, sessions: ['s-9'] })],
      [
        '4.json',
        JSON.stringify({ pid: process.pid, port: await freePort(), sessions: ['s-8', 7], processes: 'x', shared: [] }),
      ],
    ] as const)
      await writeFile(join(scratch.path, name), text);
    await using child = await openWindow(scratch.path, 's-1');
    await child.api.takePorts([port]);
    // Of a window that answers no more: better here than lost.
    for (const session of ['s-8', 's-9'])
      assert.equal((await post(port, toProtobufBytes(named(session, of(session))))).status, 200);
    assert.deepEqual(await namesIn(child), ['s-8', 's-9']);
  });
});
