// Spans that have started and not ended are seen while they run; when their process is gone they are cut off, when they end they ended.

import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import type { SpanIndex } from '../../../src/model/ids.ts';
import { SPAN_FLAG, type TraceLayout } from '../../../src/model/trace-layout.ts';
import type { Remote } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import { eventually, eventuallyIs } from '../../support/eventually.ts';
import { createScratch, startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { bundleHook } from '../hooks-node/bundle.ts';
import { SDKS } from '../hooks-node/install-sdk.ts';
import { startTicks } from './ticks.ts';

const SLOW = { OTEL_BSP_SCHEDULE_DELAY: '60000' };
const QUICK = { OTEL_BSP_SCHEDULE_DELAY: '100' };
const PROGRAM = 'open.cjs';

let hook = '';
before(async () => {
  hook = await bundleHook();
});

async function receive(child: TelemetryChild, at = 0) {
  const port = await child.api.listen(at);
  return { port, spool: await child.api.openSpool() };
}

async function layoutIn(store: Remote<StoreApi>): Promise<TraceLayout | undefined> {
  const { rows } = await store.traces({ filter: {}, first: 0, count: 1 });
  const layout = rows[0] && (await store.trace(rows[0].id, undefined));
  return layout === 'unchanged' ? undefined : layout;
}

function stateOf(flags = 0): string {
  if ((flags & SPAN_FLAG.open) !== 0) return 'open';
  return (flags & SPAN_FLAG.cutOff) !== 0 ? 'cut off' : 'ended';
}

/** Name and state of each span, from top to bottom. */
function told(layout: TraceLayout | undefined): readonly string[] {
  return Array.from(layout?.name ?? [], (name, span) => `${layout?.names[name]}: ${stateOf(layout?.flags[span])}`);
}

const RUNNING = ['checkout: open', 'look up: ended', 'charge: open'];
const CUT_OFF = ['checkout: cut off', 'look up: ended', 'charge: cut off'];
const ENDED = ['checkout: ended', 'look up: ended', 'charge: ended'];

function toldIs(store: Remote<StoreApi>, wanted: readonly string[]): Promise<TraceLayout> {
  let last: readonly string[] = [];
  return eventually(`${wanted}`, async () => {
    const layout = await layoutIn(store);
    last = told(layout);
    return JSON.stringify(last) === JSON.stringify(wanted) ? layout : undefined;
  }).catch((error) => {
    throw new Error(`last told: ${last}`, { cause: error });
  });
}

suite('spans that are open', { skip: process.platform === 'win32' && 'signals' }, () => {
  for (const sdk of SDKS)
    test(`with ${sdk} are seen with their line, last until now, and are cut off by SIGKILL; so they stay after a reload`, async () => {
      await using scratch = await createScratch();
      {
        await using child = await startTelemetry({ folder: scratch.path });
        await using program = await startTicks({ hook, ...(await receive(child)), sdk, env: SLOW, program: PROGRAM });
        const { store } = child;
        const running = await toldIs(store, RUNNING);
        assert.equal(await store.trace(running.id, running.version), 'unchanged');
        const later = await eventuallyIs(
          () => layoutIn(store),
          (next) => (next?.duration ?? 0) > running.duration,
        );
        assert.ok((later?.durations[0] ?? 0) > (running.durations[0] ?? 0));
        const [row] = (await store.traces({ filter: {}, first: 0, count: 1 })).rows;
        assert.deepEqual([row?.spans, row?.open, row?.cutOff, row?.rooted], [3, 2, 0, true]);
        const detail = await detailOf(store, running, 0);
        assert.equal(detail.state, 'open');
        assert.deepEqual(detail.attributes.find(({ key }) => key === 'cart')?.value, { kind: 'int', value: '7' });
        assert.match(JSON.stringify(detail.site), /open\.cjs/);
        const before = Date.now();
        program.kill('SIGKILL');
        await program.ended;
        const cut = await toldIs(store, CUT_OFF);
        assert.deepEqual([...cut.key], [...running.key], 'what is selected or collapsed stays so');
        const end = cut.startTime + cut.duration / 1e6;
        assert.ok(end > before - 2000 && end <= Date.now(), `it ended ${end - before} ms after the kill`);
        assert.equal((await detailOf(store, cut, 0)).state, 'cut off');
        const summary = await eventuallyIs(
          () => store.summary(),
          ({ notices }) => notices.length > 0,
        );
        assert.match(
          summary.notices[0]?.message ?? '',
          /ended: 3 spans started; 1 never left its own export queue.*; 2 had not ended and are shown as cut off\.$/,
        );
        assert.equal(program.stderr(), '');
      }
      await using next = await startTelemetry({ folder: scratch.path });
      assert.deepEqual(told(await layoutIn(next.store)), CUT_OFF);
      assert.equal((await next.store.summary()).spans, 3);
    });

  for (const [how, env] of [
    ['by OTLP', QUICK],
    ['by the spool alone', SLOW],
  ] as const)
    test(`that end, ${how}, have ended, each once, also after a reload`, async () => {
      await using scratch = await createScratch();
      {
        await using child = await startTelemetry({ folder: scratch.path });
        await using program = await startTicks({ hook, ...(await receive(child)), env, program: PROGRAM });
        const running = await toldIs(child.store, RUNNING);
        program.kill('SIGUSR2');
        const ended = await toldIs(child.store, ENDED);
        assert.notEqual(ended.version, running.version);
        assert.deepEqual([...ended.key], [...running.key]);
        assert.ok((await detailOf(child.store, ended, 0)).attributes.some(({ key }) => key === 'paid'));
        assert.equal((await child.store.summary()).spans, 3);
      }
      await using next = await startTelemetry({ folder: scratch.path });
      assert.deepEqual(told(await layoutIn(next.store)), ENDED);
    });

  test('when the receiver is killed are seen again by the next, and end once', async () => {
    await using scratch = await createScratch();
    await using first = await startTelemetry({ folder: scratch.path });
    const { port, spool } = await receive(first);
    await using program = await startTicks({ hook, port, spool, env: QUICK, program: PROGRAM });
    await toldIs(first.store, RUNNING);
    first.process.kill('SIGKILL');
    await first.ended;
    await using next = await startTelemetry({ folder: scratch.path });
    await receive(next, port);
    await toldIs(next.store, RUNNING);
    program.kill('SIGUSR2');
    await toldIs(next.store, ENDED);
    assert.equal((await next.store.summary()).spans, 3);
  });

  test('when the window is left are cut off, and ended for the next one if they end', async () => {
    await using scratch = await createScratch();
    await using first = await startTelemetry({ folder: scratch.path });
    const { port, spool } = await receive(first);
    await using program = await startTicks({ hook, port, spool, env: QUICK, program: PROGRAM });
    await toldIs(first.store, RUNNING);
    await first[Symbol.asyncDispose]();
    await using next = await startTelemetry({ folder: scratch.path });
    await receive(next, port);
    assert.deepEqual(told(await layoutIn(next.store)), CUT_OFF);
    program.kill('SIGUSR2');
    await toldIs(next.store, ENDED);
    assert.equal((await next.store.summary()).spans, 3);
  });
});

async function detailOf(store: Remote<StoreApi>, layout: TraceLayout, at: number) {
  // Rows in a layout are the store's own: the brand is lost in the typed array that carries them.
  const detail = await store.span(layout.row[at] as SpanIndex);
  assert.ok(detail);
  return detail;
}
