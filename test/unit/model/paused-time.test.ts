// Time that a debugger took, span by span.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clip, heldSpans, type Intervals, lengthOf, subtract, unite } from '../../../src/model/paused-time.ts';

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

test('what is left when others are taken away lies in none of them', () => {
  fc.assert(
    fc.property(intervals, intervals, (given, others) => {
      const left = subtract(given, others);
      for (const time of TIMES) assert.equal(covers(left, time), covers(given, time) && !covers(others, time));
      assert.equal(lengthOf(left), TIMES.filter((time) => covers(left, time)).length);
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

const whole = TRACE.count;

test('spans of another service that waited are held as long', () => {
  const inventory: Intervals = [32, 72];
  const held = heldSpans(TRACE, (span) => (span === 2 || span === 3 ? inventory : []));
  assert.deepEqual(
    new Map(held),
    new Map([
      [0, [32, 72]],
      [1, [32, 72]],
      [2, [32, 72]],
      [3, [32, 40]],
      [whole, [32, 72]],
    ]),
  );
});

test('a pause of one service does not hold what did not wait for it', () => {
  const held = heldSpans(TRACE, (span) => (span === 2 || span === 3 ? [] : [85, 97]));
  assert.deepEqual(
    new Map(held),
    new Map([
      [0, [85, 97]],
      [1, [85, 90]],
      [4, [95, 97]],
      [whole, [85, 97]],
    ]),
  );
});

test('a span that waits for another service anyway is not held while that runs', () => {
  // The storefront was held for the whole of 30 to 90, of which the inventory worked until 80.
  const held = heldSpans(TRACE, (span) => (span === 2 || span === 3 ? [] : [30, 90]));
  assert.deepEqual(
    new Map(held),
    new Map([
      [0, [80, 90]],
      [1, [80, 90]],
      [whole, [80, 90]],
    ]),
  );
});

test('pauses of several services that overlap are counted once', () => {
  const held = heldSpans(TRACE, (span) => (span === 2 || span === 3 ? [30, 50, 60, 90] : [40, 65]));
  assert.equal(lengthOf(held.get(2) ?? []), 40);
  // From 50 to 60 the inventory worked, and the storefront would have waited for it.
  assert.deepEqual(held.get(1), [30, 50, 60, 80]);
});

test('of two traces without a common root the whole is held only while neither runs', () => {
  const apart = {
    count: 2,
    start: Float64Array.of(0, 5),
    durations: Float64Array.of(10, 10),
    descendants: Uint32Array.of(0, 0),
  };
  const held = heldSpans(apart, (span) => (span === 0 ? [2, 9] : []));
  assert.deepEqual(held.get(2), [2, 5]);
});

/** Spans at any times below others at any times: no process holds all of them, no tree is one of a real program. */
const anyTrace = fc
  .array(fc.record({ start: fc.nat(60), length: fc.nat(60), depth: fc.nat(4), process: fc.nat(2) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((spans) => {
    let above = -1;
    const depths = spans.map(({ depth }) => {
      above = Math.min(depth, above + 1);
      return above;
    });
    const below = depths.map((depth, i) => {
      const next = depths.findIndex((other, k) => k > i && other <= depth);
      return (next === -1 ? depths.length : next) - i - 1;
    });
    return {
      count: spans.length,
      start: Float64Array.from(spans, ({ start }) => start),
      durations: Float64Array.from(spans, ({ length }) => length),
      descendants: Uint32Array.from(below),
      process: spans.map(({ process }) => process),
    };
  });

test('whatever the pauses: none has run less than what is within it, and none is held that no pause holds', () => {
  fc.assert(
    fc.property(anyTrace, fc.array(intervals, { minLength: 3, maxLength: 3 }), (trace, pauses) => {
      const held = heldSpans(trace, (span) => pauses[trace.process[span] ?? 0] ?? []);
      const all = unite(pauses.filter((one) => one.length > 0));
      const lasts = (span: number, time: number) =>
        span === trace.count ||
        ((trace.start[span] ?? 0) < time && time < (trace.start[span] ?? 0) + (trace.durations[span] ?? 0));
      const runs = (span: number, time: number) => lasts(span, time) && !covers(held.get(span) ?? [], time);
      for (const [span, given] of held)
        for (const time of TIMES) if (covers(given, time)) assert.ok(lasts(span, time) && covers(all, time));
      for (let span = 0; span < trace.count; span++)
        for (
          let child = span + 1;
          child <= span + (trace.descendants[span] ?? 0);
          child += (trace.descendants[child] ?? 0) + 1
        )
          for (const time of TIMES)
            if (lasts(span, time) && runs(child, time)) assert.ok(runs(span, time), `${span} ${child} ${time}`);
    }),
  );
});
