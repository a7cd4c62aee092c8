// How long a debugger held traces and their spans, remembered for those that do not change.

import { lengthOf } from '../../model/paused-time.ts';
import type { SpanStore } from '../span-store.ts';
import { heldInTrace } from './held-in-trace.ts';
import { placeTrace } from './place-trace.ts';
import { isNearPause, versionOf } from './trace-rows-of.ts';

/** Nanoseconds. */
export interface HeldTrace {
  /** Of the spans that were held at all. */
  readonly byRow: ReadonlyMap<number, number>;
  readonly whole: number;
}

const NOTHING: HeldTrace = { byRow: new Map(), whole: 0 };

const MOST = 10_000;

export class HeldTraces {
  readonly #store: SpanStore;
  readonly #known = new Map<number, { readonly version: number; readonly held: HeldTrace }>();

  constructor(store: SpanStore) {
    this.#store = store;
  }

  /** `now`: milliseconds since the Unix epoch, until which open spans last. */
  of(trace: number, now: number): HeldTrace {
    const store = this.#store;
    if (!isNearPause(store, trace)) return NOTHING;
    const version = versionOf(store, trace);
    const known = this.#known.get(trace);
    if (known?.version === version) return known.held;
    const held = this.#measure(trace, now);
    this.#known.delete(trace);
    // What is open is held for longer and longer.
    if (!store.traces.unfinished(trace)?.open) this.#remember(trace, version, held);
    return held;
  }

  #measure(trace: number, now: number): HeldTrace {
    const placed = placeTrace(this.#store, trace, now);
    const intervals = heldInTrace(this.#store, trace, placed);
    const byRow = new Map<number, number>();
    for (const [span, held] of intervals) if (span < placed.count) byRow.set(placed.rows[span]!, lengthOf(held));
    return { byRow, whole: lengthOf(intervals.get(placed.count) ?? []) };
  }

  #remember(trace: number, version: number, held: HeldTrace): void {
    this.#known.set(trace, { version, held });
    if (this.#known.size <= MOST) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }
}
