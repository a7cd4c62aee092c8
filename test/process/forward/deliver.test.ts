// What is sent to the path of a destination is received here and comes there, over each of the protocols, less what is ours.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { createForwarder } from '../../../src/forward/forwarder.ts';
import { createTelemetry } from '../../../src/host/services/telemetry.ts';
import { forwardPath } from '../../../src/model/forward-path.ts';
import type { OtlpDestination } from '../../../src/model/otlp-destination.ts';
import { eventually, eventuallyIs } from '../../support/eventually.ts';
import { JSON_TYPE, post } from '../../support/http-client.ts';
import { openGrpcBackend, openHttpBackend, spansOf } from '../../support/otlp-backend.ts';
import { bundleTelemetry, createScratch, isAlive, keepIn, startTelemetry } from '../../support/telemetry-child.ts';
import { spanId, toJsonBytes, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const KEY = 'k-1';
const PATH = forwardPath(KEY);

function destination(port: number, change: Partial<OtlpDestination> = {}): OtlpDestination {
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    transport: 'http',
    headers: [],
    isGzipped: false,
    timeout: 10_000,
    tls: { certificate: undefined, clientCertificate: undefined, clientKey: undefined },
    ...change,
  };
}

const OURS = { 'spanline.code.file.path': '/ws/a.js', 'spanline.code.line.number': 3 };
const OWN = { 'code.file.path': '/own.js', 'code.line.number': 1, 'http.route': '/cart' };

const request = (
  first: number,
  count = 1,
  attributes: Readonly<Record<string, string | number>> = { ...OURS, ...OWN },
) =>
  traceRequest(
    'shop',
    Array.from({ length: count }, (_, i) => ({ id: spanId(first + i), name: `span ${first + i}`, attributes })),
  );

type Child = Awaited<ReturnType<typeof startTelemetry>>;

const messages = async (child: Child) => (await child.store.summary()).notices.map(({ message }) => message);

/** A port that nobody listens at. */
async function closedPort(): Promise<number> {
  await using backend = await openHttpBackend();
  return backend.port;
}

/** A certificate for 127.0.0.1 that signs itself; undefined where there is no openssl. */
function selfSigned(folder: string): { readonly key: string; readonly cert: string } | undefined {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', '/CN=backend', '-addext', 'subjectAltName=IP:127.0.0.1'];
  try {
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...names],
      { stdio: 'ignore' },
    );
    return { key, cert };
  } catch {
    return undefined;
  }
}

suite('spans are passed on', () => {
  test('over HTTP in protobuf, with the headers and the compression of the destination', async () => {
    await using child = await startTelemetry();
    await using backend = await openHttpBackend();
    const headers = [
      ['authorization', 'Bearer s'],
      ['x-tenant', 'shop'],
    ] as const;
    await child.api.forward(KEY, destination(backend.port, { headers, isGzipped: true }));
    const port = await child.api.listen(0);
    assert.equal((await post(port, toProtobufBytes(request(1, 2)), { path: PATH })).status, 200);
    const [taken] = await eventuallyIs(
      () => backend.requests,
      ({ length }) => length === 1,
    );
    assert.equal(taken?.path, '/v1/traces');
    assert.deepEqual(
      ['authorization', 'x-tenant', 'content-type', 'content-encoding'].map((name) => taken?.headers[name]),
      ['Bearer s', 'shop', 'application/x-protobuf', 'gzip'],
    );
    assert.deepEqual(taken?.body, Buffer.from(toProtobufBytes(request(1, 2, OWN))));
    assert.equal((await child.store.summary()).spans, 2, 'they are here as well');
  });

  test('over HTTP in JSON where they come in JSON', async () => {
    await using child = await startTelemetry();
    await using backend = await openHttpBackend();
    await child.api.forward(KEY, destination(backend.port));
    const port = await child.api.listen(0);
    assert.equal((await post(port, toJsonBytes(request(1)), { path: PATH, headers: JSON_TYPE })).status, 200);
    const [taken] = await eventuallyIs(
      () => backend.requests,
      ({ length }) => length === 1,
    );
    assert.equal(taken?.headers['content-type'], 'application/json');
    assert.deepEqual(taken?.message, request(1, 1, OWN));
  });

  for (const isGzipped of [false, true])
    test(`over gRPC ${isGzipped ? 'compressed' : 'as they are'}, with headers as metadata, on one connection`, async () => {
      await using child = await startTelemetry();
      await using backend = await openGrpcBackend();
      const headers = [['x-tenant', 'shop']] as const;
      const over = { url: `http://127.0.0.1:${backend.port}/`, transport: 'grpc', headers, isGzipped } as const;
      await child.api.forward(KEY, destination(backend.port, over));
      const port = await child.api.listen(0);
      for (const first of [1, 2, 3]) {
        await post(port, toProtobufBytes(request(first)), { path: PATH });
        await eventuallyIs(backend.names, ({ length }) => length === first);
      }
      assert.deepEqual(backend.names(), ['span 1', 'span 2', 'span 3']);
      assert.deepEqual(backend.requests[0]?.body, Buffer.from(toProtobufBytes(request(1, 1, OWN))));
      assert.equal(backend.requests[0]?.headers['x-tenant'], 'shop');
      assert.deepEqual(await messages(child), []);
    });

  for (const transport of ['http', 'grpc'] as const)
    test(`over ${transport} with TLS, trusting the certificate that is named and no other`, async (t) => {
      await using scratch = await createScratch();
      const files = selfSigned(scratch.path);
      if (files === undefined) return t.skip('there is no openssl to make a certificate with');
      const tls = { key: await readFile(files.key), cert: await readFile(files.cert) };
      await using backend = await (transport === 'http' ? openHttpBackend({ tls }) : openGrpcBackend({ tls }));
      await using child = await startTelemetry();
      const port = await child.api.listen(0);
      const url = `https://127.0.0.1:${backend.port}/v1/traces`;
      const named = { certificate: files.cert, clientCertificate: undefined, clientKey: undefined };
      await child.api.forward('trusting', destination(0, { url, transport, tls: named }));
      await child.api.forward('wary', destination(0, { url, transport }));
      await child.api.forward(
        'lost',
        destination(0, { url, transport, tls: { ...named, certificate: `${files.cert}.absent` } }),
      );
      await post(port, toProtobufBytes(request(1)), { path: forwardPath('wary') });
      await eventuallyIs(
        () => messages(child),
        (all) => all.some((message) => /wait .*certificate/.test(message)),
      );
      await post(port, toProtobufBytes(request(2, 3)), { path: forwardPath('lost') });
      await eventuallyIs(
        () => messages(child),
        (all) => all.some((message) => /^3 spans could not .*cert\.pem\.absent/.test(message)),
      );
      await post(port, toProtobufBytes(request(9)), { path: forwardPath('trusting') });
      await eventuallyIs(backend.names, (names) => names.length > 0);
      assert.deepEqual(backend.names(), ['span 9']);
    });
});

suite('a destination that is away', () => {
  for (const transport of ['http', 'grpc'] as const)
    test(`over ${transport} loses nothing of what waits, and both are said`, async () => {
      await using child = await startTelemetry();
      const away = await closedPort();
      await child.api.forward(KEY, destination(away, { transport }));
      const port = await child.api.listen(0);
      for (let first = 0; first < 40; first++)
        assert.equal(
          (await post(port, toProtobufBytes(request(first + 1)), { path: PATH })).status,
          200,
          'the program never waits',
        );
      const waits = await eventuallyIs(
        () => messages(child),
        (all) => all.length > 0,
      );
      assert.match(
        waits.join(),
        /^Spans wait to be passed on to http:\/\/127\.0\.0\.1:\d+.*: connection refused\. It is tried again\.$/,
      );
      await using backend = await (transport === 'http'
        ? openHttpBackend({ port: away })
        : openGrpcBackend({ port: away }));
      await eventuallyIs(backend.names, ({ length }) => length >= 40, 30_000);
      assert.deepEqual(
        backend.names(),
        Array.from({ length: 40 }, (_, i) => `span ${i + 1}`),
      );
      assert.ok(backend.requests.length < 40, 'what waited came in few requests');
      const said = await eventuallyIs(
        () => messages(child),
        (all) => !all.join().includes('wait to be'),
      );
      assert.match(said.join(), /^Spans that waited have been passed on to http/);
    });

  test('gets what waits at the end, when it is back; what it does not get then is let go', async () => {
    await using child = await startTelemetry();
    await using slow = await openHttpBackend({
      answer: (number) => ({ status: number === 0 ? 503 : 200, headers: { 'retry-after': '60' } }),
    });
    await child.api.forward(KEY, destination(slow.port));
    await child.api.forward('never', destination(await closedPort()));
    const port = await child.api.listen(0);
    await post(port, toProtobufBytes(request(1)), { path: PATH });
    await post(port, toProtobufBytes(request(5)), { path: forwardPath('never') });
    await eventuallyIs(
      () => slow.requests,
      ({ length }) => length === 1,
    );
    child.process.disconnect();
    assert.equal(await child.ended, 0);
    assert.equal(slow.requests.length, 2);
  });
});

suite('an answer of the destination', () => {
  test('that says later is heeded, and when it says', async () => {
    await using child = await startTelemetry();
    await using backend = await openHttpBackend({
      answer: (number) => (number === 0 ? { status: 503, headers: { 'retry-after': '2' } } : { status: 200 }),
    });
    await child.api.forward(KEY, destination(backend.port));
    await post(await child.api.listen(0), toProtobufBytes(request(1)), { path: PATH });
    await eventuallyIs(
      () => backend.requests,
      ({ length }) => length === 2,
    );
    const [first, second] = backend.requests.map(({ time }) => time);
    // Timers may be early by what a millisecond is cut off to.
    assert.ok(second !== undefined && first !== undefined && second - first >= 1_990, `${second} after ${first}`);
  });

  test('that refuses is told once, with all that was lost so far', async () => {
    await using child = await startTelemetry();
    await using backend = await openHttpBackend({ answer: () => ({ status: 401 }) });
    await child.api.forward(KEY, destination(backend.port, { headers: [['authorization', 'secret-token']] }));
    const port = await child.api.listen(0);
    await post(port, toProtobufBytes(request(1)), { path: PATH });
    await eventuallyIs(
      () => messages(child),
      (all) => all.some((message) => message.startsWith('1 span could not')),
    );
    await post(port, toProtobufBytes(request(2, 36)), { path: PATH });
    const said = await eventuallyIs(
      () => messages(child),
      (all) => all.some((message) => message.startsWith('37 ')),
    );
    assert.deepEqual(said, [
      `37 spans could not be passed on to http://127.0.0.1:${backend.port}/v1/traces: it answered 401 Unauthorized.`,
    ]);
    assert.equal(backend.requests.length, 2, 'it is not asked again');
  });

  test('over gRPC is heeded by its status', async () => {
    await using child = await startTelemetry();
    await using backend = await openGrpcBackend({
      answer: (number) =>
        [{ code: 14, message: 'starting' }, { code: 0 }, { code: 16, message: 'who?' }][number] ?? { code: 0 },
    });
    await child.api.forward(KEY, destination(backend.port, { transport: 'grpc' }));
    const port = await child.api.listen(0);
    await post(port, toProtobufBytes(request(1)), { path: PATH });
    await eventuallyIs(backend.names, ({ length }) => length === 2);
    await post(port, toProtobufBytes(request(2, 5)), { path: PATH });
    await eventuallyIs(
      () => messages(child),
      (all) => all.some((text) => /^5 spans .* it answered UNAUTHENTICATED: who\?\.$/.test(text)),
    );
    await post(port, toJsonBytes(request(8)), { path: PATH, headers: JSON_TYPE });
    await eventuallyIs(
      () => messages(child),
      (all) => all.some((text) => /^6 spans .* gRPC, and the program sends JSON\.$/.test(text)),
    );
  });

  test('that takes a part is told of the rest', async () => {
    const partial = { partialSuccess: { rejectedSpans: '2', errorMessage: 'too old.' } };
    await using child = await startTelemetry();
    await using backend = await openHttpBackend({ answer: () => ({ status: 200, body: toJsonBytes(partial) }) });
    await child.api.forward(KEY, destination(backend.port));
    await post(await child.api.listen(0), toJsonBytes(request(1, 3)), { path: PATH, headers: JSON_TYPE });
    await eventuallyIs(
      () => messages(child),
      (all) => all.some((text) => /^2 spans could not .*: too old\.$/.test(text)),
    );
  });
});

suite('what waits', () => {
  test('is bounded by its bytes, and what is too much is counted', async () => {
    let said = '';
    await using backend = await openHttpBackend();
    const forwarder = createForwarder({
      destination: destination(backend.port),
      signal: 'traces',
      say(message) {
        said = message;
      },
      limit: 1 << 20,
    });
    for (let i = 0; i < 4; i++) forwarder.offer({ bytes: new Uint8Array(400 << 10), encoding: 'json' }, 100);
    assert.match(said, /^200 spans could not be passed on to .*: 1 MiB of others wait before them\.$/);
    await forwarder.end(1);
  });

  test('lets go of a destination that never answers, at the end', async () => {
    await using child = await startTelemetry();
    await using backend = await openHttpBackend({
      answer: () => ({ status: 503, headers: { 'retry-after': '99999' } }),
    });
    await child.api.forward(KEY, destination(backend.port));
    await post(await child.api.listen(0), toProtobufBytes(request(1)), { path: PATH });
    await eventuallyIs(
      () => backend.requests,
      ({ length }) => length === 1,
    );
    child.process.disconnect();
    assert.equal(await child.ended, 0);
  });
});

suite('a path', () => {
  test('of no destination is refused, and a request that is refused is not passed on', async () => {
    await using child = await startTelemetry();
    await using backend = await openHttpBackend();
    await child.api.forward(KEY, destination(backend.port));
    const port = await child.api.listen(0);
    assert.equal((await post(port, toProtobufBytes(request(1)), { path: forwardPath('other') })).status, 404);
    assert.equal((await post(port, toProtobufBytes(request(1)).slice(0, -3), { path: PATH })).status, 400);
    await post(port, toProtobufBytes(request(2)));
    await post(port, toProtobufBytes(request(3)), { path: PATH });
    await eventuallyIs(backend.names, ({ length }) => length > 0);
    assert.deepEqual(backend.names(), ['span 3']);
    assert.doesNotMatch((await messages(child)).join(), /passed on/, 'what was refused is no loss on the way');
  });
});

suite('a destination', () => {
  test('is known to the next child too, and its secrets are on no disk and in no output', async () => {
    await using scratch = await createScratch();
    await using backend = await openHttpBackend();
    const log: string[] = [];
    const pids: number[] = [];
    using telemetry = createTelemetry({
      script: await bundleTelemetry(),
      options: () => ({ memoryLimit: 64 << 20, keep: keepIn(scratch.path), spool: undefined, windows: undefined }),
      roots: () => [],
      log(message) {
        log.push(message);
        const pid = /as process (\d+)/.exec(message)?.[1];
        if (pid !== undefined) pids.push(Number(pid));
      },
    });
    const secret = 'secret-token-4711';
    const port = await telemetry.listen([]);
    await telemetry.forward(KEY, destination(backend.port, { headers: [['authorization', secret]] }));
    await post(port, toProtobufBytes(request(1)), { path: PATH });
    await eventuallyIs(backend.names, ({ length }) => length === 1);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await eventually('the end of the child', () => (isAlive(pids[0] ?? 0) ? undefined : true));
    await eventually('the same port', () =>
      post(port, toProtobufBytes(request(2)), { path: PATH }).then(
        ({ status }) => (status === 200 ? true : undefined),
        () => undefined,
      ),
    );
    await eventuallyIs(backend.names, (names) => names.includes('span 2'));
    assert.equal(backend.requests.at(-1)?.headers.authorization, secret);
    telemetry[Symbol.dispose]();
    await eventually('the end of the next', () => (pids.some(isAlive) ? undefined : true));
    const written = await Promise.all(
      (await readdir(scratch.path, { recursive: true })).map(async (name) => {
        const file = join(scratch.path, name);
        return (await stat(file)).isFile() ? readFile(file, 'latin1') : '';
      }),
    );
    assert.ok(written.join('').includes('span 2'), 'what was received is there');
    for (const text of [...written, ...log]) assert.ok(!text.includes(secret));
    assert.ok(spansOf(backend.requests.at(-1)?.message ?? {}).length > 0);
  });
});
