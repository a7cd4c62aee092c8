// Time that a debugger took, span by span.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clip, heldSpans, type Intervals, lengthOf, unite } from '../../../src/model/paused-time.ts';

const toIntervals = (lengths: readonly number[]): Intervals => {
  let at = 0;
  const bounds: number[] = [];
  for (const length of lengths) {
    at += length;
    bounds.push(at);
  }
  return bounds.length % 2 === 0 ? bounds : bounds.slice(1);
};
const intervals = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }).map(toIntervals);
const covers = (given: Intervals, time: number) =>
  given.some((start, i) => i % 2 === 0 && start <= time && time < (given[i + 1] ?? 0));
const TIMES = Array.from({ length: 130 }, (_, time) => time + 0.5);

test('united intervals cover what any of them covers, in order and apart', () => {
  fc.assert(
    fc.property(fc.array(intervals, { maxLength: 4 }), (all) => {
      const united = unite(all);
      for (const time of TIMES)
        assert.equal(
          covers(united, time),
          all.some((one) => covers(one, time)),
        );
      for (let i = 1; i < united.length; i++) assert.ok((united[i - 1] ?? 0) < (united[i] ?? 0));
    }),
  );
});

test('clipped intervals cover the same between two times, and nothing beyond', () => {
  fc.assert(
    fc.property(intervals, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (given, start, length) => {
      const within = clip(given, start, start + length);
      for (const time of TIMES)
        assert.equal(covers(within, time), time > start && time < start + length && covers(given, time));
      assert.equal(lengthOf(within), TIMES.filter((time) => covers(within, time)).length);
    }),
  );
});

/** storefront: request 0-100 > call 10-90 > inventory: reserve 20-80 > query 30-40; storefront: log 95-99 beside the call. */
const TRACE = {
  count: 5,
  start: Float64Array.of(0, 10, 20, 30, 95),
  durations: Float64Array.of(100, 80, 60, 10, 4),
  descendants: Uint32Array.of(4, 2, 1, 0, 0),
};

test('spans of another service that waited are held as long', () => {
  const inventory: Intervals = [32, 72];
  const held = heldSpans(TRACE, (span) => (span === 2 || span === 3 ? inventory : []));
  assert.deepEqual([...held].sort(), [
    [0, [32, 72]],
    [1, [32, 72]],
    [2, [32, 72]],
    [3, [32, 40]],
  ]);
});

test('a pause of one service does not hold what did not wait for it', () => {
  const held = heldSpans(TRACE, (span) => (span === 2 || span === 3 ? [] : [85, 97]));
  assert.deepEqual([...held].sort(), [
    [0, [85, 97]],
    [1, [85, 90]],
    [4, [95, 97]],
  ]);
});

test('pauses of several services that overlap are counted once', () => {
  const held = heldSpans(TRACE, (span) => (span === 2 || span === 3 ? [30, 50, 60, 70] : [40, 65]));
  assert.equal(lengthOf(held.get(0) ?? []), 40);
  assert.equal(lengthOf(held.get(2) ?? []), 30);
});
