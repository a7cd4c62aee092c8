// Stop is SIGKILL and a breakpoint stops the program's timers: every span that ended before is in the view, once.

import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseSpanId } from '../../../src/model/ids.ts';
import type { Remote } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { createScratch, startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { bundleHook } from '../hooks-node/bundle.ts';
import { SDKS } from '../hooks-node/install-sdk.ts';
import { expected, startTicks, ticksIn } from './ticks.ts';

/** The SDK's default, which the launch lowers; the user's own stands. */
const DEFAULT_DELAY = { OTEL_BSP_SCHEDULE_DELAY: '5000', STAY: '1' };
/** Longer than the grace, a request and the news together: a duplicate would be there by now. */
const LATE = 1500;

let hook = '';
before(async () => {
  hook = await bundleHook();
});

interface Receiving {
  readonly port: number;
  readonly spool: string;
}

async function receive(child: TelemetryChild, port = 0): Promise<Receiving> {
  const got = await child.api.listen(port);
  const spool = await child.api.openSpool();
  assert.ok(spool !== undefined);
  assert.equal(await child.api.openSpool(), spool);
  return { port: got, spool };
}

function arrived(store: Remote<StoreApi>, count: number, deadline?: number) {
  return eventuallyIs(
    () => ticksIn(store),
    (names) => names.length >= count,
    deadline,
  );
}

async function assertStays(store: Remote<StoreApi>, count: number): Promise<void> {
  assert.deepEqual(await arrived(store, count), expected(count));
  await pause(LATE);
  assert.deepEqual(await ticksIn(store), expected(count));
}

/** What the only program has written. */
async function spooled(folder: string): Promise<string> {
  const [file = ''] = await readdir(folder);
  return readFile(join(folder, file), 'utf8');
}

suite('a program that is killed', { skip: process.platform === 'win32' && 'signals' }, () => {
  for (const sdk of SDKS)
    test(`with ${sdk} and its default delay: all that ended is there, and its files are gone`, async () => {
      await using scratch = await createScratch();
      await using child = await startTelemetry({ folder: scratch.path });
      const { port, spool } = await receive(child);
      await using ticks = await startTicks({ hook, port, spool, sdk, env: DEFAULT_DELAY });
      await ticks.reached(20);
      const [file = ''] = await readdir(spool);
      assert.match(file, new RegExp(`^node-${ticks.pid}-0-0\\.ndjson$`));
      assert.equal((await stat(join(spool, file))).mode & 0o777, 0o600);
      assert.equal((await stat(spool)).mode & 0o777, 0o700);
      ticks.kill('SIGKILL');
      await ticks.ended;
      assert.deepEqual(await arrived(child.store, 20, 2000), expected(20));
      assert.equal(ticks.stderr(), '');
      await eventuallyIs(
        () => readdir(spool),
        (files) => files.length === 0,
      );
    });

  test('between two exports: each is there once', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry({ folder: scratch.path });
    const { port, spool } = await receive(child);
    await using ticks = await startTicks({ hook, port, spool, env: { OTEL_BSP_SCHEDULE_DELAY: '100', STAY: '1' } });
    await ticks.reached(20);
    ticks.kill('SIGKILL');
    await assertStays(child.store, 20);
  });

  test('with the spool off: what the SDK held is lost', async () => {
    await using child = await startTelemetry();
    const port = await child.api.listen(0);
    assert.equal(await child.api.openSpool(), undefined, 'nothing is kept on disk');
    await using ticks = await startTicks({ hook, port, spool: undefined, env: DEFAULT_DELAY });
    await ticks.reached(20);
    ticks.kill('SIGKILL');
    await pause(LATE);
    assert.deepEqual(await ticksIn(child.store), []);
  });
});

test('a program that ends by itself: each is there once, also after a reload', async () => {
  await using scratch = await createScratch();
  {
    await using child = await startTelemetry({ folder: scratch.path });
    const { port, spool } = await receive(child);
    await using ticks = await startTicks({ hook, port, spool, env: { OTEL_BSP_SCHEDULE_DELAY: '100' } });
    assert.equal(await ticks.ended, 0);
    await assertStays(child.store, 20);
    assert.deepEqual(await readdir(spool), []);
  }
  await using next = await startTelemetry({ folder: scratch.path });
  assert.deepEqual(await ticksIn(next.store), expected(20));
});

test('a program that exports at once, before anyone has looked for its file: its span is there once', async () => {
  await using scratch = await createScratch();
  await using child = await startTelemetry({ folder: scratch.path });
  const { port, spool } = await receive(child);
  for (let count = 1; count <= 3; count++) {
    await using ticks = await startTicks({ hook, port, spool, env: { OTEL_BSP_SCHEDULE_DELAY: '1', TICKS: '1' } });
    await ticks.ended;
    await pause(LATE);
    assert.equal((await ticksIn(child.store)).length, count);
  }
});

test('what the spool says of a span is what OTLP says of it', async () => {
  await using scratch = await createScratch();
  const details = [];
  for (const env of [{ ...DEFAULT_DELAY, OTEL_BSP_SCHEDULE_DELAY: '10' }, DEFAULT_DELAY]) {
    const folder = join(scratch.path, String(details.length));
    await using child = await startTelemetry({ folder });
    const { port, spool } = await receive(child);
    await using ticks = await startTicks({ hook, port, spool, env: { ...env, TICKS: '1' } });
    await arrived(child.store, 1);
    const row = (await child.store.traces({ filter: {}, first: 0, count: 1 })).rows[0];
    const id = parseSpanId(/"spanId":"(\w+)"/.exec(await spooled(spool))?.[1]);
    assert.ok(row && id);
    const index = await child.store.findSpan(row.id, id);
    const span = index === undefined ? undefined : await child.store.span(index);
    assert.ok(span);
    assert.ok(span.startTime > Date.now() - 60_000 && span.duration >= 0, `${span.startTime} ${span.duration}`);
    // The spool has no flags: they come with OTLP, and nobody is shown them.
    const { traceId, spanId, startTime, duration, site, flags, ...rest } = span;
    assert.match(JSON.stringify(site), /ticks\.cjs/);
    // The stage is another folder each time; the order of attributes is nobody's promise.
    const text = JSON.stringify(rest)
      .replaceAll(/stage-\w+/g, 'stage')
      .replaceAll(String(ticks.pid), 'pid');
    const whole: typeof rest = JSON.parse(text);
    const events = whole.events.map((event) => ({ ...event, offset: 0 }));
    const byKey = [...whole.attributes].sort((a, b) => (a.key < b.key ? -1 : 1));
    const links = whole.links.map((link) => ({ ...link, flags: 0 }));
    details.push({ ...whole, attributes: byKey, events, links });
  }
  assert.ok(details[0]?.attributes.some(({ key }) => key === 'code.file.path'));
  assert.deepEqual(details[1], details[0]);
});

test('a program that is paused: what ended so far is there within a second, and once when it goes on', {
  skip: process.platform === 'win32' && 'signals',
}, async () => {
  await using scratch = await createScratch();
  await using child = await startTelemetry({ folder: scratch.path });
  const { port, spool } = await receive(child);
  const env = { OTEL_BSP_SCHEDULE_DELAY: '1000', STAY: '1', TICKS: '40' };
  await using ticks = await startTicks({ hook, port, spool, env });
  await ticks.reached(10);
  ticks.kill('SIGSTOP');
  const names = await arrived(child.store, 10, 1000);
  assert.deepEqual(names, expected(names.length));
  ticks.kill('SIGCONT');
  await ticks.reached(40);
  await pause(1000);
  await assertStays(child.store, 40);
  // The log has bodies whole: what was left out of them is left out again.
  await child[Symbol.asyncDispose]();
  await using next = await startTelemetry({ folder: scratch.path });
  assert.deepEqual(await ticksIn(next.store), expected(40));
});

test('a receiver that is killed while the program runs: the next has each span once', async () => {
  await using scratch = await createScratch();
  await using first = await startTelemetry({ folder: scratch.path });
  const { port, spool } = await receive(first);
  const env = { OTEL_BSP_SCHEDULE_DELAY: '100', STAY: '1', TICKS: '80' };
  await using ticks = await startTicks({ hook, port, spool, env });
  await ticks.reached(30);
  first.process.kill('SIGKILL');
  await first.ended;
  await ticks.reached(40);
  await using next = await startTelemetry({ folder: scratch.path });
  await receive(next, port);
  await ticks.reached(80);
  await assertStays(next.store, 80);
});

test('what others write into the folder is passed over', async () => {
  await using scratch = await createScratch();
  await using child = await startTelemetry({ folder: scratch.path });
  const { port, spool } = await receive(child);
  await writeFile(
    join(spool, `node-${process.pid}-0-0.ndjson`),
    `nonsense\n{"origin":1,"span":{}}\n${'x'.repeat(3 << 20)}`,
  );
  await writeFile(join(spool, 'else.txt'), 'nonsense\n');
  await using ticks = await startTicks({ hook, port, spool, env: DEFAULT_DELAY });
  await ticks.reached(20);
  await assertStays(child.store, 20);
  assert.equal((await child.store.summary()).notices.length, 0);
});
