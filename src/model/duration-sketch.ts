// Quantiles of durations in logarithmic buckets (the idea of DDSketch, Masson et al. 2019): 1 % relative error, mergeable.

const ACCURACY = 0.01;
const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LOG_GAMMA = Math.log(GAMMA);

export interface DurationSketch {
  count: number;
  readonly buckets: Map<number, number>;
}

export function createDurationSketch(): DurationSketch {
  return { count: 0, buckets: new Map() };
}

/** `duration` in nanoseconds; what is below one counts as zero. */
export function addDuration(sketch: DurationSketch, duration: number): void {
  const bucket = duration < 1 ? Number.NEGATIVE_INFINITY : Math.ceil(Math.log(duration) / LOG_GAMMA);
  sketch.buckets.set(bucket, (sketch.buckets.get(bucket) ?? 0) + 1);
  sketch.count++;
}

export function mergeSketches(sketches: readonly DurationSketch[]): DurationSketch {
  const whole = createDurationSketch();
  for (const { count, buckets } of sketches) {
    whole.count += count;
    for (const [bucket, entries] of buckets) whole.buckets.set(bucket, (whole.buckets.get(bucket) ?? 0) + entries);
  }
  return whole;
}

/** Of all durations together, in nanoseconds, within the same error. */
export function totalOf(sketch: DurationSketch): number {
  let sum = 0;
  for (const [bucket, entries] of sketch.buckets) sum += entries * middleOf(bucket);
  return sum;
}

/** Nanoseconds; 0 for an empty sketch. `q` in 0..1. */
export function quantile(sketch: DurationSketch, q: number): number {
  const rank = q * (sketch.count - 1);
  let seen = 0;
  for (const bucket of [...sketch.buckets.keys()].sort((a, b) => a - b)) {
    seen += sketch.buckets.get(bucket) ?? 0;
    if (seen > rank) return middleOf(bucket);
  }
  return 0;
}

function middleOf(bucket: number): number {
  return Number.isFinite(bucket) ? (2 * GAMMA ** bucket) / (GAMMA + 1) : 0;
}
