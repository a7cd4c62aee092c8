// The port for containers: heard is who brings the token, from any address and under any name; nobody else.

import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { suite, test } from 'node:test';
import { framed, openGrpc } from '../../support/grpc-call.ts';
import { PROTOBUF, post } from '../../support/http-client.ts';
import { startTelemetry } from '../../support/telemetry-child.ts';
import { spanId, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const BODY = toProtobufBytes(traceRequest('boxed', [{ id: spanId(1) }]));
const TOKEN = 'a-token';

/** As a container reaches this machine: not by loopback, where there is anything else. */
const ADDRESS = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

suite('a port that is open to containers', () => {
  test('takes what brings the token, over both protocols, under any name', async (context) => {
    if (ADDRESS === undefined) context.diagnostic('this machine has no address but loopback: that is tried');
    const host = ADDRESS ?? '127.0.0.1';
    await using child = await startTelemetry();
    const own = await child.api.listen(0);
    const port = await child.api.listenOutside(0, TOKEN);
    assert.equal(await child.api.listenOutside(0, TOKEN), port);
    const named = { ...PROTOBUF, host: `host.docker.internal:${port}` };
    const send = (headers: Readonly<Record<string, string>>) => post(port, BODY, { host, headers });
    assert.equal((await send({ ...named, 'x-spanline-token': TOKEN })).status, 200);
    using client = openGrpc(port, host);
    assert.equal((await client.call([framed(BODY)], { 'x-spanline-token': TOKEN })).status, 0);

    for (const headers of [
      named,
      { ...named, 'x-spanline-token': 'b-token' },
      { ...named, 'x-spanline-token': '' },
      { ...PROTOBUF, host: 'localhost' },
    ]) {
      const reply = await send(headers);
      assert.equal(reply.status, 401);
      assert.match(reply.body.toString(), /token/);
    }
    assert.equal((await client.call([framed(BODY)])).status, 16);
    // The port of loopback is as it was.
    assert.equal((await post(own, BODY)).status, 200);
    if (ADDRESS !== undefined) await assert.rejects(post(own, BODY, { host: ADDRESS }), { code: 'ECONNREFUSED' });
    assert.equal((await child.store.summary()).spans, 3);
  });
});
