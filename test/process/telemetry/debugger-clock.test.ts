// The child takes pauses out of what it answers, knows by itself who made a span, and knows both after a restart.

import assert from 'node:assert/strict';
import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { heldTime } from '../../../src/model/held-times.ts';
import type { SpanIndex } from '../../../src/model/ids.ts';
import type { Pause } from '../../../src/model/pause.ts';
import { SPAN_FLAG, type TraceLayout } from '../../../src/model/trace-layout.ts';
import type { Remote } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import { eventually, eventuallyIs } from '../../support/eventually.ts';
import { post } from '../../support/http-client.ts';
import { createScratch, startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { type SpanSpec, START, spanId, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';
import { bundleHook } from '../hooks-node/bundle.ts';
import { startTicks } from '../spool/ticks.ts';

const MS = 1_000_000;
const START_MS = Number(START / 1_000_000n);

/** Of process 100; milliseconds after START. */
function pause(start: number, end: number | undefined): Pause {
  const times = { start: START_MS + start, end: end === undefined ? undefined : START_MS + end };
  return { id: `session ${start}`, pid: 100, thread: undefined, session: undefined, ...times };
}

function request(file: string): SpanSpec[] {
  const place = { 'code.file.path': file, 'code.line.number': 1 };
  return [
    { id: spanId(1), name: 'request', start: 0, duration: 5100 * MS, attributes: place },
    { id: spanId(2), parent: spanId(1), name: 'query', start: 10 * MS, duration: 20 * MS },
  ];
}

async function send(child: TelemetryChild, spans: readonly SpanSpec[]): Promise<void> {
  const port = await child.api.listen(0);
  const body = toProtobufBytes(traceRequest('shop', spans, 'test', { 'process.pid': 100 }));
  assert.equal((await post(port, body)).status, 200);
}

async function layoutIn(store: Remote<StoreApi>): Promise<TraceLayout | undefined> {
  const { rows } = await store.traces({ filter: {}, first: 0, count: 1 });
  const layout = rows[0] && (await store.trace(rows[0].id, undefined));
  return layout === 'unchanged' ? undefined : layout;
}

/** Milliseconds: of the row and of each span, from top to bottom. */
async function netIn(store: Remote<StoreApi>): Promise<readonly number[]> {
  const layout = await layoutIn(store);
  const [row] = (await store.traces({ filter: {}, first: 0, count: 1 })).rows;
  assert.ok(layout && row);
  const net = Array.from(layout.durations, (duration, span) => duration - heldTime(layout.held, span));
  return [row.duration - row.held, ...net].map((time) => Math.round(time / 1000) / 1000);
}

suite('pauses that are told', () => {
  test('are in no duration that is answered, exactly', async () => {
    await using scratch = await createScratch();
    const root = await realpath(scratch.path);
    const file = join(root, 'shop.ts');
    await writeFile(file, 'request();\n');
    await using child = await startTelemetry();
    await child.api.setRoots([root]);
    await child.api.tellPauses([pause(40, undefined)]);
    await child.api.tellPauses([pause(40, 5040.25), pause(5050, 5060)]);
    await send(child, request(file));
    assert.deepEqual(await netIn(child.store), [89.75, 89.75, 20]);
    const layout = await layoutIn(child.store);
    // Rows in a layout are the store's own: the brand is lost in the typed array that carries them.
    const detail = await child.store.span(layout?.row[0] as SpanIndex);
    assert.deepEqual([detail?.duration, detail?.held], [5100 * MS, 5010.25 * MS]);
    const [site] = await child.store.sites(file);
    assert.ok(site && site.count === 1 && Math.abs(site.p95 - 89.75 * MS) < MS, String(site?.p95));
  });

  test('are news for who looks at the trace', async () => {
    await using child = await startTelemetry();
    await send(child, request('/ws/a.ts'));
    const before = await layoutIn(child.store);
    const { revision } = await child.store.summary();
    const news = child.store.changed(revision);
    await child.api.tellPauses([pause(40, 5040)]);
    await news;
    const after = before && (await child.store.trace(before.id, before.version));
    assert.ok(typeof after === 'object' && heldTime(after.held, 0) === 5000 * MS);
    assert.equal(await child.store.trace(after.id, after.version), 'unchanged');
  });

  for (const [how, signal] of [
    ['killed', 'SIGKILL'],
    ['asked to end', 'SIGTERM'],
  ] as const)
    test(`are still known after the child was ${how}`, async () => {
      await using scratch = await createScratch();
      await using first = await startTelemetry({ folder: scratch.path });
      await first.api.tellPauses([pause(40, 5040)]);
      await send(first, request('/ws/a.ts'));
      // An answer is given before its spans are on disk.
      await new Promise((resolve) => setTimeout(resolve, 250));
      first.process.kill(signal);
      await first.ended;
      await using next = await startTelemetry({ folder: scratch.path });
      assert.deepEqual(await netIn(next.store), [100, 100, 20]);
    });

  test('that nobody ends any more end with the child, or are told again to the next', async () => {
    await using scratch = await createScratch();
    {
      await using child = await startTelemetry({ folder: scratch.path });
      await child.api.tellPauses([pause(40, undefined)]);
      await send(child, request('/ws/a.ts'));
      assert.deepEqual(await netIn(child.store), [40, 40, 20]);
    }
    await using killed = await startTelemetry({ folder: scratch.path });
    assert.deepEqual(await netIn(killed.store), [40, 40, 20], 'it went on until the window was left');
    await killed.api.tellPauses([{ ...pause(2000, undefined), pid: 200 }]);
    killed.process.kill('SIGKILL');
    await killed.ended;
    await using next = await startTelemetry({ folder: scratch.path });
    await next.api.tellPauses([pause(40, 5040)]);
    assert.deepEqual(await netIn(next.store), [100, 100, 20]);
  });
});

suite('a program under the hook whose resource tells no process', {
  skip: process.platform === 'win32' && 'signals',
}, () => {
  let hook = '';
  before(async () => {
    hook = await bundleHook();
  });

  for (const [how, delay] of [
    ['by OTLP', '100'],
    ['by the spool alone', '60000'],
  ] as const)
    test(`is known by its spool: what is open stands still while it is held, and ends ${how} without it, also after a reload`, async () => {
      await using scratch = await createScratch();
      let length = 0;
      {
        await using child = await startTelemetry({ folder: scratch.path });
        const { store, api } = child;
        const [port, spool] = [await api.listen(0), await api.openSpool()];
        const env = { OTEL_BSP_SCHEDULE_DELAY: delay };
        await using program = await startTicks({ hook, port, spool, program: 'open.cjs', env });
        await openSpans(store, 2);
        const start = Date.now() + 0.25;
        const held: Pause = { ...pause(0, undefined), pid: program.pid, thread: 0, start };
        await api.tellPauses([held, { ...held, id: 'a worker', thread: 1, start: start - 1e6 }]);
        const before = await netIn(store);
        await eventuallyIs(
          () => layoutIn(store),
          (layout) => layout !== undefined && heldTime(layout.held, 0) > 500 * MS,
        );
        assert.deepEqual(await netIn(store), before, 'time stands still');
        const end = Date.now() + 0.5;
        await api.tellPauses([{ ...held, end }]);
        length = end - start;
        // The spans must not end before the pause does.
        await sleep(5);
        program.kill('SIGUSR2');
        assertHeld(await openSpans(store, 0), length);
      }
      await using next = await startTelemetry({ folder: scratch.path });
      assertHeld(await openSpans(next.store, 0), length);
    });
});

function openSpans(store: Remote<StoreApi>, wanted: number): Promise<TraceLayout> {
  return eventually(`${wanted} open spans`, async () => {
    const layout = await layoutIn(store);
    const open = Array.from(layout?.flags ?? []).filter((flags) => (flags & SPAN_FLAG.open) !== 0);
    return layout?.count === 3 && open.length === wanted ? layout : undefined;
  });
}

/** Of the two spans that were open; `length` in milliseconds. */
function assertHeld({ held }: TraceLayout, length: number): void {
  for (const [span, wanted] of [length, 0, length].entries()) {
    const time = heldTime(held, span) / MS;
    assert.ok(Math.abs(time - wanted) < 0.002, `span ${span} was held for ${time} ms, not ${wanted}`);
  }
}
