// Snappy and LZ4: what their formats can say, and what no encoder would.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { decompressLz4 } from '../../../src/receiver/lz4.ts';
import { decompressSnappy } from '../../../src/receiver/snappy.ts';

const LIMIT = 1 << 20;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Frames of blocks, as they stand. */
function lz4(blocks: readonly (readonly number[])[], flags = 0x40): Buffer {
  const head = [0x04, 0x22, 0x4d, 0x18, flags, 0x40, ...((flags & 8) === 0 ? [] : [0, 0, 0, 0, 0, 0, 0, 0]), 0];
  const check = (bit: number) => ((flags & bit) === 0 ? [] : [0, 0, 0, 0]);
  return Buffer.from([
    ...head,
    ...blocks.flatMap((block) => [block.length & 255, block.length >> 8, 0, 0, ...block, ...check(0x10)]),
    0,
    0,
    0,
    0,
    ...check(4),
  ]);
}

suite('LZ4', () => {
  // Two literals, "ab", and a match of nine that runs into itself; then "c" alone.
  const block = [0x25, 0x61, 0x62, 2, 0, 0x10, 0x63];

  test('literals, matches that run into themselves, and matches into the block before', () => {
    assert.equal(text(decompressLz4(lz4([block]), LIMIT)), 'abababababac');
    assert.equal(text(decompressLz4(lz4([block, [0x00, 12, 0, 0x10, 0x21]]), LIMIT)), 'abababababacabab!');
    assert.equal(text(decompressLz4(Buffer.concat([lz4([block]), lz4([[0x10, 0x7a]])]), LIMIT)), 'abababababacz');
  });

  test('lengths beyond a nibble, blocks that are not compressed, and checks that are passed over', () => {
    const long = [0x1f, 0x61, 1, 0, 255, 10, 0x10, 0x62];
    assert.equal(text(decompressLz4(lz4([long], 0x5c), LIMIT)), `${'a'.repeat(1 + 4 + 15 + 255 + 10)}b`);
    const plain = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, 3, 0, 0, 0x80, 0x78, 0x79, 0x7a, 0, 0, 0, 0]);
    assert.equal(text(decompressLz4(plain, LIMIT)), 'xyz');
  });

  test('what is malformed, or too long, is refused', () => {
    for (const bytes of [
      lz4([[0x25, 0x61, 0x62, 3, 0]]),
      lz4([[0x25, 0x61, 0x62, 0, 0]]),
      lz4([[0xf0, 1]]),
      lz4([block]).subarray(0, 15),
      lz4([block], 0x41),
      Buffer.from('no frame at all'),
    ])
      assert.throws(() => decompressLz4(bytes, LIMIT), RangeError);
    const bomb = lz4([[0x1f, 0x61, 1, 0, ...Array.from({ length: 9000 }, () => 255), 0]]);
    assert.throws(() => decompressLz4(bomb, LIMIT), { code: 'ERR_BUFFER_TOO_LARGE' });
  });
});

suite('snappy', () => {
  // Ten bytes: two literals, "ab", then a copy of eight from two before.
  const block = [10, 0x04, 0x61, 0x62, 0x11, 2];

  test('literals, copies that run into themselves, and frames of blocks', () => {
    assert.equal(text(decompressSnappy(Uint8Array.from(block), LIMIT)), 'ababababab');
    const chunk = (kind: number, data: readonly number[]) => [kind, data.length + 4, 0, 0, 0, 0, 0, 0, ...data];
    const framed = [
      0xff,
      6,
      0,
      0,
      ...Buffer.from('sNaPpY'),
      ...chunk(0, block),
      ...chunk(0xfe, [9, 9]),
      ...chunk(1, [0x21]),
    ];
    assert.equal(text(decompressSnappy(Uint8Array.from(framed), LIMIT)), 'ababababab!');
  });

  test('what is malformed, or too long, is refused', () => {
    for (const bytes of [
      [10, 0x04, 0x61],
      [10, 0x04, 0x61, 0x62, 0x11, 3],
      [10, 0x04, 0x61, 0x62],
      [2, 0x04, 0x61, 0x62, 0x11, 2],
      [0xff, 0xff, 0xff, 0xff, 0xff, 1],
      [],
    ])
      assert.throws(() => decompressSnappy(Uint8Array.from(bytes), LIMIT), RangeError);
    assert.throws(() => decompressSnappy(Uint8Array.from([0x80, 0x80, 0x80, 1]), LIMIT), {
      code: 'ERR_BUFFER_TOO_LARGE',
    });
  });
});

test('any bytes are decompressed or refused, by either', () => {
  const lz4Head = [0x04, 0x22, 0x4d, 0x18, 0x40, 0x40, 0, 40, 0, 0, 0];
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 40, maxLength: 60 }), (bytes) => {
      for (const run of [
        () => decompressSnappy(bytes, 10_000),
        () => decompressLz4(Buffer.concat([Buffer.from(lz4Head), bytes]), 10_000),
      ])
        try {
          assert.ok(run().length <= 10_000);
        } catch (error) {
          assert.ok(error instanceof RangeError, String(error));
        }
    }),
    { numRuns: 2000 },
  );
});
