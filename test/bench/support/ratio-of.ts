// The ratio of two speeds on a machine that others use as well: measured in turn, A B A B, and the median kept.

export interface Ratio {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

type Measure = () => number | Promise<number>;

/** a : b. The first round, in which code is compiled and memory is first touched, does not count. */
export async function ratioOf(a: Measure, b: Measure, rounds: number): Promise<Ratio> {
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const first = await a();
    const second = await b();
    if (round > 0) ratios.push(first / second);
  }
  return toRatio(ratios);
}

export function toRatio(values: readonly number[]): Ratio {
  const sorted = [...values].sort((x, y) => x - y);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return {
    median: (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2,
    min: at(0),
    max: at(sorted.length - 1),
    rounds: sorted.length,
  };
}

export function describeRatio({ median, min, max, rounds }: Ratio): string {
  return `${median.toPrecision(3)} (${min.toPrecision(3)} to ${max.toPrecision(3)}, ${rounds} rounds)`;
}
