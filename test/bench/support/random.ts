// Numbers that look random and are the same in every run (mulberry32), so that rounds and machines see the same data.
export interface Random {
  /** From 0 up to, not including, `bound`. */
  integer(bound: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  hex(digits: number): string;
  bytes(length: number): Uint8Array;
  uuid(): string;
}

export function createRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (bound: number): number => Math.floor(next() * bound);
  const hex = (digits: number): string => Array.from({ length: digits }, () => integer(16).toString(16)).join('');
  return {
    integer,
    hex,
    chance: (probability) => next() < probability,
    pick(choices) {
      const choice = choices[integer(choices.length)];
      if (choice === undefined) throw new Error('nothing to pick from');
      return choice;
    },
    bytes: (length) => Uint8Array.from({ length }, () => integer(256)),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
