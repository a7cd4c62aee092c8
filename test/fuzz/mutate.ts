// Requests with something wrong in them, made of right ones.

import type { Random } from '../bench/support/random.ts';

/** Bytes that mean something to either encoding. */
const TELLING = [0, 1, 0x0a, 0x12, 0x7f, 0x80, 0xff, 0x22, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x2c, 0x3a, 0x2d, 0x65];

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => bytes.subarray(0, random.integer(bytes.length + 1)),
  (bytes, random) => {
    bytes[random.integer(bytes.length)] = random.integer(256);
    return bytes;
  },
  (bytes, random) => {
    bytes[random.integer(bytes.length)] = TELLING[random.integer(TELLING.length)] ?? 0;
    return bytes;
  },
  (bytes, random) => {
    const at = random.integer(bytes.length + 1);
    const added = Buffer.from(
      Array.from({ length: 1 + random.integer(8) }, () => TELLING[random.integer(TELLING.length)] ?? 0),
    );
    return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at)]);
  },
  (bytes, random) => {
    const at = random.integer(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + random.integer(16)))]);
  },
  (bytes, random) => {
    const from = random.integer(bytes.length);
    const piece = bytes.subarray(from, from + 1 + random.integer(64));
    const at = random.integer(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  },
  (bytes, random, other) =>
    Buffer.concat([
      bytes.subarray(0, random.integer(bytes.length + 1)),
      other.subarray(random.integer(other.length + 1)),
    ]),
];

/** A copy. */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Buffer {
  let mutated: Buffer = Buffer.from(bytes);
  for (let left = 1 + random.integer(4); left > 0 && mutated.length > 0; left--) {
    const how = MUTATIONS[random.integer(MUTATIONS.length)];
    if (how) mutated = Buffer.from(how(mutated, random, Buffer.from(other)));
  }
  return mutated;
}
