// Durations of spans that lasted while a debugger held anyone, which may be why they lasted: how long they were held can change
// as their trace grows, so that they are measured anew with each look until they have left the store.

import { addDuration, createDurationSketch, type DurationSketch, mergeSketches } from '../model/duration-sketch.ts';
import { indexInChunk } from './columns/chunks.ts';
import type { SpanChunk } from './columns/span-chunk.ts';
import type { SpanStore } from './span-store.ts';

/** Of all entries. */
const MOST = 10_000;

/** What durations are gathered for. */
interface Measured {
  readonly sketch: DurationSketch;
}

interface Near<Entry> {
  readonly entry: Entry;
  /** Nanoseconds, as it was found last. */
  duration: number;
}

export class NearPauses<Entry extends Measured> {
  readonly #store: SpanStore;
  /** By row. They are in no entry's own sketch. */
  readonly #near = new Map<number, Near<Entry>>();

  constructor(store: SpanStore) {
    this.#store = store;
  }

  /** Adds the duration of a span that has ended, held time left out. */
  add(entry: Entry, row: number, chunk: SpanChunk): void {
    const { pauses, time } = this.#store;
    const i = indexInChunk(row);
    const [start, duration] = [chunk.start[i]!, chunk.duration[i]!];
    const isNear =
      pauses.size > 0 && pauses.overlap(time.toUnixMilliseconds(start), time.toUnixMilliseconds(start + duration));
    if (!isNear) {
      addDuration(entry.sketch, duration);
      return;
    }
    this.#near.set(row, { entry, duration });
    if (this.#near.size <= MOST) return;
    this.#measure();
    for (const oldest of [...this.#near.keys()].slice(0, MOST / 2)) this.#settle(oldest);
  }

  /** The whole sketch of each entry that has such spans, as they are now. */
  sketches(): ReadonlyMap<Entry, DurationSketch> {
    if (this.#near.size === 0) return new Map();
    this.#measure();
    const groups = Map.groupBy(this.#near.values(), ({ entry }) => entry);
    return new Map(
      Array.from(groups, ([entry, near]) => {
        const sketch = createDurationSketch();
        for (const { duration } of near) addDuration(sketch, duration);
        return [entry, mergeSketches([entry.sketch, sketch])] as const;
      }),
    );
  }

  clear(): void {
    this.#near.clear();
  }

  #measure(): void {
    const store = this.#store;
    const now = Date.now();
    for (const [row, near] of this.#near) {
      // What has left the store is as it was.
      if (!store.hasRow(row)) {
        this.#settle(row);
        continue;
      }
      const chunk = store.chunk(row)!;
      const i = indexInChunk(row);
      near.duration = chunk.duration[i]! - (store.held.of(chunk.trace[i]!, now).byRow.get(row) ?? 0);
    }
  }

  #settle(row: number): void {
    const near = this.#near.get(row);
    if (near === undefined) return;
    this.#near.delete(row);
    addDuration(near.entry.sketch, near.duration);
  }
}
