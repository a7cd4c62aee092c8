// Quantiles out of buckets: near enough to the truth, and the same whether durations came together or apart.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { addDuration, createDurationSketch, mergeSketches, quantile } from '../../../src/model/duration-sketch.ts';

function sketchOf(durations: readonly number[]) {
  const sketch = createDurationSketch();
  for (const duration of durations) addDuration(sketch, duration);
  return sketch;
}

/** From nanoseconds to days. */
const anyDuration = fc
  .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.nat({ max: 14 }))
  .map(([a, b]) => a * 10 ** b);
const anyDurations = fc.array(anyDuration, { minLength: 1, maxLength: 200 });
const anyQuantile = fc.double({ min: 0, max: 1, noNaN: true });

suite('a sketch of durations', () => {
  test('a quantile is within 1 % of the true one', () => {
    fc.assert(
      fc.property(anyDurations, anyQuantile, (durations, q) => {
        const sorted = durations.toSorted((a, b) => a - b);
        const truth = sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
        const answer = quantile(sketchOf(durations), q);
        assert.ok(Math.abs(answer - truth) <= truth * 0.01 * (1 + 1e-9), `${answer} for ${truth}`);
      }),
      { numRuns: 500 },
    );
  });

  test('parts merged are the whole', () => {
    fc.assert(
      fc.property(fc.array(anyDurations, { maxLength: 5 }), anyQuantile, (parts, q) => {
        const merged = mergeSketches(parts.map(sketchOf));
        const whole = sketchOf(parts.flat());
        assert.equal(merged.count, whole.count);
        assert.equal(quantile(merged, q), quantile(whole, q));
      }),
    );
  });

  test('merging leaves the parts as they were', () => {
    const part = sketchOf([100]);
    addDuration(mergeSketches([part, sketchOf([5000])]), 7000);
    assert.equal(part.count, 1);
    assert.ok(quantile(part, 1) < 102);
  });

  test('nothing, zero and clocks that ran backwards are zero', () => {
    assert.equal(quantile(sketchOf([]), 0.5), 0);
    assert.equal(quantile(sketchOf([0, 0, -5, 0.3]), 0.95), 0);
    assert.ok(Math.abs(quantile(sketchOf([0, 0, 1000]), 1) - 1000) <= 10);
  });
});
