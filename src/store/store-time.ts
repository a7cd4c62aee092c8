// The store's time: nanoseconds from the start of the first span that came, so that a double holds any of a session exactly.

import type { SpanBatch } from '../model/span-batch.ts';

const NONE = { high: 0, low: 0 };

export class StoreTime {
  #origin: { readonly high: number; readonly low: number } | undefined;

  /** In words of 32 bits, nanoseconds since the Unix epoch; taken from the batch where there is none yet. */
  originFor(batch: SpanBatch): { readonly high: number; readonly low: number } {
    this.#origin ??= firstStart(batch);
    return this.#origin;
  }

  /** Milliseconds since the Unix epoch of an offset in the store's time. */
  toUnixMilliseconds(offset: number): number {
    const nanoseconds = this.#nanoseconds;
    return Number(nanoseconds / 1000n) / 1000 + Number(nanoseconds % 1000n) / 1e6 + offset / 1e6;
  }

  /** Nanoseconds since the Unix epoch of an offset in the store's time. */
  toUnixNanoseconds(offset: number): bigint {
    return this.#nanoseconds + BigInt(Math.trunc(offset));
  }

  /** The offset, in nanoseconds, of milliseconds since the Unix epoch. */
  fromUnixMilliseconds(time: number): number {
    const whole = Math.floor(time);
    return Number(BigInt(whole) * 1_000_000n - this.#nanoseconds) + (time - whole) * 1e6;
  }

  get #nanoseconds(): bigint {
    const { high, low } = this.#origin ?? NONE;
    return (BigInt(high) << 32n) + BigInt(low);
  }
}

/** The first start that says anything: one of zero would make all others less exact. */
function firstStart({ startHigh, startLow, count }: SpanBatch): { readonly high: number; readonly low: number } {
  for (let k = 0; k < count; k++) if (startHigh[k] !== 0) return { high: startHigh[k]!, low: startLow[k]! };
  return NONE;
}
