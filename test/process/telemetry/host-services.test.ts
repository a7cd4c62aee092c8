// The child as the extension host keeps it: forked at the first reason, started again when it dies, gone at the end.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createToldPauses } from '../../../src/host/features/debugger-clock/told-pauses.ts';
import { createNews } from '../../../src/host/services/news.ts';
import { createTelemetry, type Telemetry } from '../../../src/host/services/telemetry.ts';
import { connect, type Frame } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import { eventually, eventuallyIs } from '../../support/eventually.ts';
import { post } from '../../support/http-client.ts';
import { bundleTelemetry, createScratch, isAlive, keepIn } from '../../support/telemetry-child.ts';
import { START, spanId, toProtobufBytes, traceId, traceRequest } from '../../support/trace-request.ts';

/** An answer is given before its spans are on disk: they are there within this many milliseconds. */
const FLUSH_MOMENT = 250;
const START_MS = Number(START / 1_000_000n);

interface Host extends Disposable {
  readonly telemetry: Telemetry;
  /** Of all children so far. */
  readonly pids: readonly number[];
  readonly log: readonly string[];
}

async function createHost(folder?: string, script?: string): Promise<Host> {
  const log: string[] = [];
  const pids: number[] = [];
  const telemetry = createTelemetry({
    script: script ?? (await bundleTelemetry()),
    options: () => ({
      memoryLimit: 64 << 20,
      keep: folder === undefined ? undefined : keepIn(folder),
      spool: folder && join(folder, 'spool'),
      windows: undefined,
    }),
    roots: () => [],
    log(message) {
      log.push(message);
      const pid = /as process (\d+)/.exec(message)?.[1];
      if (pid !== undefined) pids.push(Number(pid));
    },
  });
  return { telemetry, pids, log, [Symbol.dispose]: () => telemetry[Symbol.dispose]() };
}

function openPage(telemetry: Telemetry) {
  const listeners = new Set<(frame: Frame) => void>();
  const relay = telemetry.openRelay((frame) => {
    for (const listener of listeners) listener(frame);
  });
  return connect<StoreApi>({
    send: relay.send,
    receive(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => listeners.delete(listener) };
    },
  });
}

function send(port: number, trace: number) {
  return post(port, toProtobufBytes(traceRequest('shop', [{ id: spanId(1), trace: traceId(trace) }])));
}

async function kill({ pids, telemetry }: Host): Promise<void> {
  const pid = pids.at(-1) ?? 0;
  const count = pids.length;
  process.kill(pid, 'SIGKILL');
  await eventually('the end of the child', () => (isAlive(pid) ? undefined : true));
  await eventually('the next child', () =>
    pids.length > count || telemetry.state.failure !== undefined ? true : undefined,
  );
}

suite('the child of the host', () => {
  test('is not there before there is a reason, also with a page open', async () => {
    using host = await createHost();
    const page = openPage(host.telemetry);
    const summary = page.summary();
    await pause(100);
    assert.deepEqual(
      [host.pids, host.telemetry.state, host.telemetry.store],
      [[], { running: false, failure: undefined }, undefined],
    );
    await host.telemetry.start();
    await host.telemetry.start();
    assert.equal(host.pids.length, 1);
    assert.equal((await summary).spans, 0, 'what the page asked meanwhile is answered now');
  });

  test('clearing deletes what an earlier window kept, although no child runs yet', async () => {
    await using scratch = await createScratch();
    {
      using earlier = await createHost(scratch.path);
      await send(await earlier.telemetry.listen([]), 1);
      await pause(FLUSH_MOMENT);
    }
    using host = await createHost(scratch.path);
    await host.telemetry.clear();
    using next = await createHost(scratch.path);
    await next.telemetry.start();
    assert.equal((await next.telemetry.store?.summary())?.spans, 0);
  });

  test('is not started for a pause; started, and started again, it hears of all of them', async () => {
    using host = await createHost();
    const { telemetry } = host;
    const pauses = createToldPauses(telemetry);
    telemetry.onState(({ running }) => running && pauses.tellAll());
    const of = { id: 'a', pid: 100, thread: undefined, session: undefined };
    pauses.note({ ...of, start: START_MS, end: START_MS + 0.25 }, { isCaptured: () => true, pid: () => 100 });
    assert.deepEqual([host.pids, telemetry.state.running], [[], false]);
    const held = async () => {
      const body = traceRequest('shop', [{ id: spanId(1), duration: 1_000_000 }], 'test', { 'process.pid': 100 });
      await post(await telemetry.listen([]), toProtobufBytes(body));
      return (await telemetry.store?.traces({ filter: {}, first: 0, count: 1 }))?.rows[0]?.held;
    };
    assert.equal(await held(), 250_000);
    await kill(host);
    assert.equal(await held(), 250_000);
  });

  test('killed: pages are told, the next has the port and what was kept, and a notice says so', async () => {
    await using scratch = await createScratch();
    using host = await createHost(scratch.path);
    const { telemetry } = host;
    const states: boolean[] = [];
    telemetry.onState(({ running }) => states.push(running));
    const port = await telemetry.listen([]);
    assert.equal((await send(port, 1)).status, 200);
    const page = openPage(telemetry);
    const { revision } = await eventuallyIs(
      () => page.summary(),
      ({ spans }) => spans === 1,
    );
    const disconnected = { message: 'disconnected' };
    const ends = [
      assert.rejects(page.changed(revision), disconnected),
      assert.rejects(telemetry.store?.changed(revision) ?? Promise.resolve(), disconnected),
    ];
    await pause(FLUSH_MOMENT);
    await kill(host);
    await Promise.all(ends);
    // A program that runs goes on sending to where it was told to.
    await eventually('the same port', () =>
      send(port, 2).then(
        ({ status }) => (status === 200 ? true : undefined),
        () => undefined,
      ),
    );
    assert.equal(await telemetry.listen([]), port);
    const summary = await page.summary();
    assert.equal(summary.traces, 2);
    assert.match(
      summary.notices.map(({ message }) => message).join(),
      /ended \(signal SIGKILL\) and was started again/,
    );
    assert.deepEqual([states.at(-1), telemetry.state.failure, host.pids.length], [true, undefined, 2]);
  });

  test('killed: whoever has given its port to programs is told once the next one listens', async () => {
    using host = await createHost();
    const { telemetry } = host;
    const port = await telemetry.listen([]);
    let trace = 0;
    const answers: (number | undefined)[] = [];
    telemetry.onState(({ running }) => {
      if (running && telemetry.port !== undefined)
        send(telemetry.port, ++trace).then(
          ({ status }) => answers.push(status),
          () => answers.push(undefined),
        );
    });
    await kill(host);
    await eventually('an answer at the moment of the news', () => (answers.includes(200) ? true : undefined));
    assert.equal(telemetry.port, port);
  });

  test('listens where an earlier window did, if that is free; if not elsewhere, which a notice says', async () => {
    using host = await createHost();
    using first = await createHost();
    const port = await first.telemetry.listen([]);
    const other = await host.telemetry.listen([], port);
    assert.notEqual(other, port);
    const { notices = [] } = (await host.telemetry.store?.summary()) ?? {};
    assert.match(notices.map(({ message }) => message).join(), new RegExp(`^Port ${port} is taken by another program`));
    first[Symbol.dispose]();
    await eventually('its end', () => (first.pids.some(isAlive) ? undefined : true));
    using next = await createHost();
    assert.equal(await next.telemetry.listen([], port), port);
  });

  test('killed four times within a minute: it is given up with a sentence, until the next F5', async () => {
    using host = await createHost();
    const { telemetry } = host;
    const port = await telemetry.listen([]);
    for (let i = 0; i < 4; i++) await kill(host);
    assert.deepEqual([host.pids.length, telemetry.state.running, telemetry.store], [4, false, undefined]);
    assert.match(telemetry.state.failure ?? '', /^The receiver ended 4 times within a minute \(signal SIGKILL\)\./);
    assert.equal(await telemetry.listen([]), port);
    assert.deepEqual(telemetry.state, { running: true, failure: undefined });
    assert.equal((await send(port, 1)).status, 200);
  });

  test('that cannot start is given up as well, and the launch is told', async () => {
    await using scratch = await createScratch();
    using host = await createHost(undefined, `${scratch.path}/absent.cjs`);
    await assert.rejects(host.telemetry.listen([]), { message: 'disconnected' });
    const { failure } = await eventuallyIs(
      () => host.telemetry.state,
      (state) => state.failure !== undefined,
    );
    assert.match(failure ?? '', /exit code 1/);
    assert.equal(host.pids.length, 4);
    assert.match(host.log.join('\n'), /absent\.cjs/, 'the log says more');
  });

  test('is gone with the window, and does not come back', async () => {
    await using scratch = await createScratch();
    const host = await createHost(scratch.path);
    const port = await host.telemetry.listen([]);
    await send(port, 1);
    host[Symbol.dispose]();
    await eventually('its end', () => (host.pids.some(isAlive) ? undefined : true));
    await host.telemetry.start();
    await assert.rejects(host.telemetry.listen([]));
    await pause(100);
    assert.equal(host.pids.length, 1);
    using next = await createHost(scratch.path);
    await next.telemetry.start();
    assert.equal((await next.telemetry.store?.summary())?.traces, 1, 'it has written what it held');
  });

  test('is followed by the news of the host, over a restart', async () => {
    await using scratch = await createScratch();
    using host = await createHost(scratch.path);
    using news = createNews(host.telemetry, { info() {}, error() {} });
    assert.equal(news.summary, undefined);
    const port = await host.telemetry.listen([]);
    await send(port, 1);
    await eventuallyIs(
      () => news.summary?.spans,
      (spans) => spans === 1,
    );
    await pause(FLUSH_MOMENT);
    await kill(host);
    await eventually('the same port', () =>
      send(port, 2).then(
        () => true,
        () => undefined,
      ),
    );
    await eventuallyIs(
      () => news.summary?.spans,
      (spans) => spans === 2,
    );
  });
});
