// The pure parts that both pages share: rows of a window, text made safe, colours, durations, the live loop.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, formatNanoseconds, formatTick } from '../../../src/model/format-duration.ts';
import { toBlock, toLine } from '../../../src/model/plain-text.ts';
import { follow } from '../../../webview/client/follow.ts';
import { newestOf } from '../../../webview/client/newest.ts';
import { contrast, parseColor, withContrast } from '../../../webview/kit/color.ts';
import {
  nextWindow,
  revealTop,
  scrollExtent,
  toListTop,
  toScrollTop,
  visibleRows,
} from '../../../webview/kit/row-window.ts';
import { createServiceSlots, SERVICE_SLOTS, serviceColors } from '../../../webview/kit/service-palette.ts';
import { anchorShift, covers, rangeToLoad } from '../../../webview/traces/trace-window.ts';
import { routeTrace } from '../../webview/support/sample-traces.ts';
import { tellTrace } from '../../webview/support/trace-spec.ts';

test('durations have two or three digits and the unit that fits', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 ns'],
    [412, '412 ns'],
    [999.6, '1 µs'],
    [4_100, '4.1 µs'],
    [412_000, '412 µs'],
    [999_600, '1 ms'],
    [8_214_003, '8.2 ms'],
    [41_300_000, '41 ms'],
    [999_600_000, '1 s'],
    [1_240_000_000, '1.24 s'],
    [9_996_000_000, '10 s'],
    [42_340_000_000, '42.3 s'],
    [59_960_000_000, '1 m 00 s'],
    [123_000_000_000, '2 m 03 s'],
    [3_599_600_000_000, '1 h 00 m'],
    [3_720_000_000_000, '1 h 02 m'],
    [-8_214_003, '-8.2 ms'],
    [Number.NaN, '?'],
  ];
  for (const [nanoseconds, text] of cases) assert.equal(formatDuration(nanoseconds), text, String(nanoseconds));
  assert.equal(formatNanoseconds(198_300_000), '198,300,000 ns');
  assert.equal(formatTick(1_500_000_000, 500_000_000, 2e9), '1.5 s');
});

test('controls and bidi signs become visible, long text is cut at a whole character', () => {
  assert.equal(toLine('\u001b[31m a\tb\nc\u202e'), '␛[31m a→b⏎c‹U+202E›');
  assert.equal(toBlock('a\r\nb\tc\u0000'), 'a\nb\tc␀');
  assert.equal(toLine('ab😀', 3), 'ab…');
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
      (text) => !/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/.test(toLine(text)),
    ),
  );
});

test('the window of rows covers what is visible, and stays while it does', () => {
  const geometry = { count: 100_000, rowHeight: 22, height: 500 };
  const first = nextWindow(undefined, 2200, geometry, 10);
  assert.deepEqual(first, { first: 90, end: 133, base: 0 });
  assert.equal(nextWindow(first, 2300, geometry, 10), first);
  assert.notEqual(nextWindow(first, 3000, geometry, 10), first);
  assert.deepEqual(nextWindow(undefined, 0, { ...geometry, count: 3 }, 10), { first: 0, end: 3, base: 0 });
  assert.equal(revealTop(5, 2200, geometry), 110);
  assert.equal(revealTop(110, 2200, geometry), 2200);
  assert.equal(revealTop(200, 2200, geometry), 201 * 22 - 500);
});

test('lists taller than a browser can scroll still reach their last row', () => {
  const geometry = { count: 5_000_000, rowHeight: 22, height: 500 };
  const end = scrollExtent(geometry) - geometry.height;
  assert.ok(scrollExtent(geometry) <= 33_000_000);
  assert.equal(visibleRows(toListTop(end, geometry), geometry).end, geometry.count);
  fc.assert(
    fc.property(
      fc.nat(5_000_000 * 22 - 500),
      (top) => Math.abs(toListTop(toScrollTop(top, geometry), geometry) - top) < 1e-3,
    ),
  );
});

test('services have stable slots, different ones while there are enough', () => {
  const slotOf = createServiceSlots();
  const names = Array.from({ length: SERVICE_SLOTS }, (_, index) => `service-${index}`);
  assert.equal(new Set(names.map(slotOf)).size, SERVICE_SLOTS);
  assert.equal(slotOf('service-3'), slotOf('service-3'));
  assert.equal(createServiceSlots()('cart'), createServiceSlots()('cart'));
  assert.ok(slotOf('one more') < SERVICE_SLOTS);
});

test('colours are read as themes write them, and stand out from the ground', () => {
  assert.deepEqual(parseColor(' #1f1f1f '), [31, 31, 31, 1]);
  assert.deepEqual(parseColor('#fff'), [255, 255, 255, 1]);
  assert.deepEqual(parseColor('rgba(90, 93, 94, 0.31)'), [90, 93, 94, 0.31]);
  assert.equal(parseColor('var(--x)'), undefined);
  for (const [ground, ink] of [
    ['#ffffff', '#000000'],
    ['#1f1f1f', '#ffffff'],
    ['#777777', '#ffffff'],
  ] as const) {
    const [on, by] = [parseColor(ground), parseColor(ink)];
    assert.ok(on && by);
    assert.ok(contrast(withContrast([200, 180, 0, 1], on, by, 3), on) >= 3);
    for (const color of serviceColors(() => '', on, by)) assert.ok(contrast(parseColor(color) ?? on, on) >= 2.9, color);
  }
});

test('what one looks at is found again among newer traces', () => {
  const rows = Array.from({ length: 20 }, (_, index) => tellTrace(routeTrace(20 - index), 0).row);
  const newer = [tellTrace(routeTrace(22), 0).row, tellTrace(routeTrace(21), 0).row, ...rows];
  const before = { first: 0, total: 20, rows };
  const anchor = { id: tellTrace(routeTrace(15), 0).row.id, index: 5 };
  assert.equal(anchorShift(before, { first: 0, total: 22, rows: newer }, anchor), 2);
  // As many went as came.
  assert.equal(anchorShift(before, { first: 0, total: 20, rows: newer.slice(0, 20) }, anchor), 2);
  assert.equal(anchorShift(before, { first: 0, total: 520, rows: [] }, anchor), 500);
  assert.deepEqual(rangeToLoad(100, 120), { first: 40, count: 140 });
  assert.equal(covers(before, 10, 30), true);
  assert.equal(covers({ first: 5, total: 50, rows }, 0, 3), false);
});

test('the live loop refreshes on news and begins anew after a lost connection', async () => {
  const log: string[] = [];
  const stop = new AbortController();
  const answers: (number | Error)[] = [3, new Error('disconnected'), new Error('disconnected'), 1];
  await follow(
    {
      async changed(seen) {
        const answer = answers.shift();
        log.push(`changed(${seen})`);
        if (answer === undefined) stop.abort();
        if (typeof answer !== 'number') throw answer ?? new Error('stopped');
        return answer;
      },
      async refresh() {
        log.push('refresh');
      },
      onConnection: (trouble) => log.push(trouble ?? 'connected'),
      async delay(milliseconds) {
        log.push(`delay ${milliseconds}`);
      },
    },
    stop.signal,
  );
  assert.deepEqual(log, [
    'changed(0)',
    'refresh',
    'connected',
    'changed(3)',
    'disconnected',
    'delay 250',
    'changed(0)',
    'disconnected',
    'delay 500',
    'changed(0)',
    'refresh',
    'connected',
    'changed(1)',
  ]);
});

test('the newest request wins, without a sound from those it overtook', async () => {
  const done: number[] = [];
  const gates: (() => void)[] = [];
  const run = newestOf(async (signal: AbortSignal, value: number) => {
    await new Promise<void>((resolve) => gates.push(resolve));
    signal.throwIfAborted();
    done.push(value);
  });
  const both = [run(1), run(2)];
  for (const open of gates) open();
  await Promise.all(both);
  assert.deepEqual(done, [2]);
  await assert.rejects(newestOf(async () => Promise.reject(new Error('real')))(), /real/);
});
