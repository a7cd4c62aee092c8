// Durations as a person reads them: never "1000 µs", never "60 s".

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { formatDuration, formatNanoseconds, formatTick } from '../../../src/model/format-duration.ts';

suite('the text of a duration', () => {
  test('a unit and two or three digits', () => {
    const shown: readonly (readonly [number, string])[] = [
      [0, '0 ns'],
      [999, '999 ns'],
      [999.6, '1 µs'],
      [1000, '1 µs'],
      [412_000, '412 µs'],
      [999_499, '999 µs'],
      [999_500, '1 ms'],
      [8_214_003, '8.2 ms'],
      [99.6e6, '100 ms'],
      [999_500_000, '1 s'],
      [1.24e9, '1.24 s'],
      [59.94e9, '59.9 s'],
      [59.96e9, '1 m 00 s'],
      [123e9, '2 m 03 s'],
      [3599.6e9, '1 h 00 m'],
      [3720e9, '1 h 02 m'],
      [-5_000_000, '-5 ms'],
      [Number.NaN, '?'],
      [Number.POSITIVE_INFINITY, '?'],
    ];
    for (const [nanoseconds, expected] of shown) assert.equal(formatDuration(nanoseconds), expected);
  });

  test('what is shown is within 6 % of what was measured, and a longer one never shows as a shorter', () => {
    const seconds: Readonly<Record<string, number>> = { ns: 1, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
    const read = (text: string) =>
      [...text.matchAll(/([\d.]+) (\S+)/g)].reduce(
        (sum, [, value, unit]) => sum + Number(value) * (seconds[unit ?? ''] ?? 0),
        0,
      );
    const duration = fc.double({ min: 1, max: 14, noNaN: true }).map((exponent) => 10 ** exponent);
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        assert.ok(Math.abs(read(formatDuration(a)) - a) <= a * 0.06, formatDuration(a));
        if (a < b)
          assert.ok(read(formatDuration(a)) <= read(formatDuration(b)), `${formatDuration(a)}, ${formatDuration(b)}`);
      }),
      { numRuns: 1000 },
    );
  });

  test('all digits in groups', () => {
    assert.equal(formatNanoseconds(8_214_003), '8,214,003 ns');
    assert.equal(formatNanoseconds(999.6), '1,000 ns');
  });

  test('ticks of one axis share a unit and tell neighbours apart', () => {
    assert.deepEqual(
      [0, 5e5, 1e6].map((tick) => formatTick(tick, 5e5, 2e6)),
      ['0', '0.5 ms', '1.0 ms'],
    );
    assert.deepEqual(
      [2e9, 2.05e9].map((tick) => formatTick(tick, 5e7, 3e9)),
      ['2.00 s', '2.05 s'],
    );
    assert.equal(formatTick(1_500e9, 100e9, 3_000e9), '1,500 s');
  });
});
