// Durations without the debugger's pauses, from what adapters say to what lists, waterfalls, details and lenses show.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseAdapterMessage } from '../../../src/debugger/adapter-message.ts';
import { PauseRecorder } from '../../../src/debugger/pause-recorder.ts';
import { quantile } from '../../../src/model/duration-sketch.ts';
import { heldBounds, heldTime } from '../../../src/model/held-times.ts';
import { parseTraceId } from '../../../src/model/ids.ts';
import type { Pause } from '../../../src/model/pause.ts';
import type { TraceLayout } from '../../../src/model/trace-layout.ts';
import { layoutTrace } from '../../../src/store/query/layout-trace.ts';
import { readStoredSpan } from '../../../src/store/query/stored-span.ts';
import { listTraces } from '../../../src/store/query/trace-rows.ts';
import { SiteIndex } from '../../../src/store/site-index.ts';
import type { SpanStore } from '../../../src/store/span-store.ts';
import { createFedStore, type FedStore } from '../../support/store-with.ts';
import {
  type SpanSpec,
  START,
  spanId,
  TRACE,
  toJsonBytes,
  traceId,
  traceRequest,
} from '../../support/trace-request.ts';

const MS = 1_000_000;
const START_MS = Number(START / 1_000_000n);
/** The storefront's process; the inventory's is another. */
const SHOP = { pid: 100, thread: 0 };
const INVENTORY = { pid: 200, thread: 0 };

/** Milliseconds after START. */
function span(id: number, start: number, end: number, more: Partial<SpanSpec> = {}): SpanSpec {
  return { id: spanId(id), start: start * MS, duration: (end - start) * MS, ...more };
}

function pause(start: number, end: number | undefined, more: Partial<Pause> = {}): Pause {
  return {
    ...{ id: `${start}`, pid: SHOP.pid, thread: undefined, session: undefined },
    start: START_MS + start,
    end: end === undefined ? undefined : START_MS + end,
    ...more,
  };
}

function layoutOf({ store }: FedStore, now?: number, trace = TRACE): TraceLayout {
  const id = parseTraceId(trace);
  const layout = id && layoutTrace(store, id, now === undefined ? undefined : START_MS + now);
  assert.ok(layout);
  return layout;
}

/** Milliseconds without what was held: of the trace, and of each span from top to bottom. */
function netOf(fed: FedStore, now?: number, trace?: string): readonly number[] {
  const { durations, duration, held, count } = layoutOf(fed, now, trace);
  const net = (gross: number, at: number) => Math.round((gross - heldTime(held, at)) / 1000) / 1000;
  return [net(duration, count), ...Array.from(durations, net)];
}

suite('durations of a program that a debugger held', () => {
  test('have none of a breakpoint and of the steps behind it, as a recorded session tells them', () => {
    const fed = createFedStore();
    const told = (number: number, start: number, end: number | undefined): Pause => ({
      ...pause(start, end),
      id: `session ${number}`,
    });
    const recorder = new PauseRecorder(({ number, start, end }) => fed.store.pauses.tell([told(number, start, end)]));
    const stopped = { type: 'event', event: 'stopped', body: { reason: 'breakpoint', threadId: 0 } };
    const resume = (seq: number, command: string) => ({ type: 'request', seq, command, arguments: { threadId: 0 } });
    const answer = (seq: number, command: string) => ({
      ...{ type: 'response', request_seq: seq, command, success: true },
      body: { allThreadsContinued: false },
    });
    for (const [time, message] of [
      [100, stopped],
      [5100.25, resume(1, 'next')],
      [5101, answer(1, 'next')],
      [5110.5, stopped],
      [5500, resume(2, 'stepIn')],
      [5503, stopped],
      [5504, answer(2, 'stepIn')],
      [6000, resume(3, 'continue')],
      [6001, answer(3, 'continue')],
    ] as const) {
      const parsed = parseAdapterMessage(message);
      if (parsed) recorder.take(parsed, time);
    }
    fed.receiveFrom(SHOP, 'shop', [
      span(1, 0, 6100),
      span(2, 50, 6050, { parent: spanId(1) }),
      span(3, 6020, 6040, { parent: spanId(2) }),
    ]);
    const held = 5000.25 + (5500 - 5110.5) + (6000 - 5503);
    assert.deepEqual(netOf(fed), [6100 - held, 6100 - held, 6000 - held, 20]);
    const layout = layoutOf(fed);
    assert.equal(heldBounds(layout.held, 0).length, 6, 'three parts, to be hatched each where it lies');
    const [row] = listTraces(fed.store, 0, 1, undefined).rows;
    assert.deepEqual([row?.duration, row?.held].map(toMilliseconds), [6100, held]);
    const detail = readStoredSpan(fed.store, layout.row[1] ?? -1);
    assert.deepEqual([detail?.duration, detail?.held].map(toMilliseconds), [6000, held]);
    assert.equal(readStoredSpan(fed.store, layout.row[2] ?? -1)?.held, 0);
  });

  test('of another service that waited are as long as it worked', () => {
    const fed = createFedStore();
    fed.store.pauses.tell([pause(40, 1040, { pid: INVENTORY.pid })]);
    fed.receiveFrom(INVENTORY, 'inventory', [span(3, 20, 1060, { parent: spanId(2) })]);
    fed.receiveFrom(SHOP, 'shop', [span(1, 0, 1100), span(2, 10, 1080, { parent: spanId(1) }), span(4, 1090, 1095)]);
    assert.deepEqual(netOf(fed), [100, 100, 70, 40, 5]);
  });

  test('of another thread, and of another process with the same resource, stay', () => {
    const fed = createFedStore();
    fed.store.pauses.tell([pause(0, 1000, { thread: 2 })]);
    const times = (id: number) => [span(id, 500, 600, { trace: traceId(id) })];
    fed.receiveFrom({ pid: SHOP.pid, thread: 1 }, 'shop', times(1));
    fed.receiveFrom({ pid: SHOP.pid, thread: 2 }, 'shop', times(2));
    fed.receiveFrom(INVENTORY, 'shop', times(3));
    assert.deepEqual(
      [1, 2, 3].map((id) => netOf(fed, undefined, traceId(id))[1]),
      [100, 0, 100],
    );
  });

  test('grow no more while it is held, and go on when it does', () => {
    const fed = createFedStore();
    fed.tell('open', 'shop', [span(1, 0, 0), span(2, 50, 50, { parent: spanId(1) })], [], SHOP);
    assert.deepEqual(netOf(fed, 100), [100, 100, 50]);
    fed.store.pauses.tell([pause(100, undefined)]);
    const before = layoutOf(fed, 200).version;
    assert.deepEqual(netOf(fed, 200), [100, 100, 50]);
    assert.deepEqual(netOf(fed, 7200), [100, 100, 50]);
    assert.equal(heldBounds(layoutOf(fed, 7200).held, 0).at(-1), 7200 * MS);
    fed.store.pauses.tell([pause(100, 8000)]);
    assert.deepEqual(netOf(fed, 8010), [110, 110, 60]);
    assert.notEqual(layoutOf(fed, 8010).version, before, 'who shows it asks again');
  });

  test('are as they were for who was never held, whatever others were', () => {
    const fed = createFedStore();
    fed.receiveFrom(SHOP, 'shop', [span(1, 0, 100)]);
    const before = layoutOf(fed);
    fed.store.pauses.tell([pause(200, 300), pause(20, 30, { pid: 999 })]);
    assert.deepEqual(layoutOf(fed).held, before.held);
    assert.deepEqual(netOf(fed), [100, 100]);
  });
});

function toMilliseconds(nanoseconds: number | undefined): number {
  return Math.round((nanoseconds ?? Number.NaN) / 1000) / 1000;
}

suite('a process that no spool tells', () => {
  const request = (resource: Record<string, string | number>, spans: readonly SpanSpec[]) =>
    toJsonBytes(traceRequest('shop', spans, 'test', resource));
  const LONG = [span(1, 0, 1000)];

  test('is that of the resource', () => {
    const fed = createFedStore();
    fed.store.pauses.tell([pause(100, 600)]);
    fed.receiveBytes(request({ 'process.pid': 100 }, LONG));
    assert.deepEqual(netOf(fed), [500, 500]);
  });

  test('is the only one of its launch', () => {
    const fed = createFedStore();
    fed.store.pauses.tell([pause(100, 600, { session: 'launch' }), pause(700, 800)]);
    fed.receiveBytes(request({ 'spanline.session': 'launch' }, LONG));
    assert.deepEqual(netOf(fed), [500, 500], 'a pause of one of several processes is none of it');
  });

  test('is told by its launch where the debugger tells no process', () => {
    const fed = createFedStore();
    fed.store.pauses.tell([pause(100, 600, { pid: undefined, session: 'launch' })]);
    fed.receiveBytes(request({ 'process.pid': 7, 'spanline.session': 'launch' }, LONG));
    assert.deepEqual(netOf(fed), [500, 500]);
  });

  test('is that of the span above, of the same service', () => {
    const fed = createFedStore();
    fed.store.pauses.tell([pause(100, 600)]);
    fed.receiveFrom(SHOP, 'shop', LONG);
    fed.receive('shop', [span(2, 50, 900, { parent: spanId(1) })]);
    fed.receive('elsewhere', [span(3, 400, 450, { parent: spanId(2) })]);
    assert.deepEqual(netOf(fed), [550, 550, 400, 50], 'the one elsewhere ran');
  });

  test('is nobody’s otherwise', () => {
    const fed = createFedStore();
    fed.store.pauses.tell([pause(100, 600)]);
    fed.receive('shop', LONG);
    assert.deepEqual(netOf(fed), [1000, 1000]);
  });
});

suite('figures of a line', () => {
  const at = (id: number, start: number, end: number, more: Partial<SpanSpec> = {}) =>
    span(id, start, end, {
      ...{ trace: traceId(id), name: 'work' },
      attributes: { 'code.file.path': '/ws/a.ts', 'code.line.number': 3 },
      ...more,
    });
  /** Milliseconds: median and slowest. */
  const figures = (index: SiteIndex) => {
    const [entry] = index.entries();
    assert.ok(entry);
    const { sketch, errors } = entry;
    const of = (q: number) => Math.round(quantile(sketch, q) / MS);
    return [sketch.count, of(0.5), of(1), errors];
  };
  const near = (value: number | undefined, wanted: number) =>
    assert.ok(Math.abs((value ?? 0) - wanted) <= wanted / 50, `${value} is not about ${wanted}`);

  test('have none of the time either, also where the trace says later that it was held', () => {
    const fed = createFedStore();
    const index = new SiteIndex(fed.store);
    fed.receiveFrom(SHOP, 'shop', [at(1, 0, 10)]);
    assert.deepEqual(figures(index).slice(0, 1), [1]);
    fed.store.pauses.tell([pause(100, 5100, { pid: INVENTORY.pid })]);
    fed.receiveFrom(SHOP, 'shop', [at(2, 90, 5110, { error: true })]);
    const [, , slowest] = figures(index);
    near(slowest, 5020);
    // What it waited for comes last.
    fed.receiveFrom(INVENTORY, 'inventory', [span(9, 95, 5105, { trace: traceId(2), parent: spanId(2) })]);
    const [count, , corrected, errors] = figures(index);
    assert.deepEqual([count, errors], [2, 1]);
    near(corrected, 20);
    assert.deepEqual(figures(index), figures(index), 'a look changes nothing');
  });

  test('keep what was found of spans that have left since', () => {
    const fed = createFedStore(12 << 20);
    const index = new SiteIndex(fed.store);
    fed.store.pauses.tell([pause(100, 5100)]);
    fed.receiveFrom(SHOP, 'shop', [at(1, 90, 5110)]);
    near(figures(index)[2], 20);
    const filler = 'x'.repeat(60_000);
    for (let trace = 100; trace < 400; trace++)
      fed.receiveFrom(SHOP, 'shop', [span(1, 6000, 6001, { trace: traceId(trace), attributes: { filler } })]);
    assert.ok(fed.store.evicted.traces > 0 && !fed.store.hasRow(0));
    near(figures(index)[2], 20);
  });

  test('are right for many more such spans than are measured anew', () => {
    const fed = createFedStore();
    const index = new SiteIndex(fed.store);
    fed.store.pauses.tell([pause(0, 1000)]);
    const spans = Array.from({ length: 25_000 }, (_, i) => at(i + 1, 0, 1005));
    fed.receiveFrom(SHOP, 'shop', spans);
    const [count, median, slowest] = figures(index);
    assert.equal(count, 25_000);
    near(median, 5);
    near(slowest, 5);
  });
});

suite('what is remembered of pauses', () => {
  const held = (store: SpanStore) => store.pauses.of({ ...SHOP, session: undefined });

  test('is bounded, the oldest go first', () => {
    const { store } = createFedStore();
    store.pauses.tell(Array.from({ length: 12_000 }, (_, i) => pause(i * 2, i * 2 + 1)));
    assert.deepEqual([store.pauses.size, held(store)[0]], [10_000, START_MS + 4000]);
  });

  test('is what was told last of each, and what is new is known', () => {
    const { store } = createFedStore();
    assert.equal(store.pauses.tell([pause(10, undefined), pause(50, 60)]).length, 2);
    assert.deepEqual(store.pauses.tell([pause(10, undefined), pause(50, 60)]), []);
    assert.deepEqual(store.pauses.tell([pause(10, 20)]), [pause(10, 20)]);
    assert.deepEqual(
      held(store),
      [10, 20, 50, 60].map((time) => START_MS + time),
    );
  });
});
