// Spans by service and name: how often, how long, how failing; kept up with each look over what has come since the last.

import { createDurationSketch, type DurationSketch } from '../model/duration-sketch.ts';
import { indexInChunk } from './columns/chunks.ts';
import { isErrorIn, stateIn } from './columns/span-chunk.ts';
import { NearPauses } from './near-pauses.ts';
import type { SpanStore } from './span-store.ts';

/** A program that makes a name of each URL must not fill the memory: past so many, all others of a service are one. */
const MOST_NAMES = 10_000;
/** Rows between two breaths. */
const STRETCH = 1 << 16;

export interface NameEntry {
  readonly service: string;
  /** Undefined for all names past those that have an entry. */
  readonly name: string | undefined;
  /** Of durations without the time that a debugger took. */
  readonly sketch: DurationSketch;
  errors: number;
}

export class NameIndex {
  readonly #store: SpanStore;
  readonly #entries = new Map<string, NameEntry>();
  /** By the numbers of service and name, which mean others in another generation. */
  #known = new Map<number, NameEntry>();
  #generation = -1;
  readonly #near: NearPauses<NameEntry>;
  #indexed = 0;

  constructor(store: SpanStore) {
    this.#store = store;
    this.#near = new NearPauses(store);
  }

  /** Those of spans that have left the store since included. `breathe` lets others go first. */
  async entries(breathe: () => Promise<unknown>): Promise<readonly NameEntry[]> {
    const store = this.#store;
    this.#indexed = Math.max(this.#indexed, store.firstHeldRow);
    while (this.#indexed < store.rows) {
      this.#look(Math.min(store.rows, this.#indexed + STRETCH));
      if (this.#indexed < store.rows) await breathe();
    }
    const near = this.#near.sketches();
    return Array.from(this.#entries.values(), (entry) => ({ ...entry, sketch: near.get(entry) ?? entry.sketch }));
  }

  clear(): void {
    this.#entries.clear();
    this.#known.clear();
    this.#near.clear();
    this.#indexed = this.#store.rows;
  }

  #look(end: number): void {
    const store = this.#store;
    if (this.#generation !== store.generation) this.#known = new Map();
    this.#generation = store.generation;
    for (; this.#indexed < end; this.#indexed++) {
      const row = this.#indexed;
      if (!store.hasRow(row)) continue;
      const chunk = store.chunk(row)!;
      const i = indexInChunk(row);
      // One that has not ended has no duration of its own; when it ends it comes again.
      if (stateIn(chunk, i) !== 'ended') continue;
      const service = store.origins.service(chunk.origin[i]!);
      const key = chunk.name[i]! * SERVICES + (service % SERVICES);
      let entry = service < SERVICES ? this.#known.get(key) : undefined;
      if (entry === undefined) {
        entry = this.#entry(store.origins.serviceName(chunk.origin[i]!), store.name(row));
        if (service < SERVICES) this.#known.set(key, entry);
      }
      if (isErrorIn(chunk, i)) entry.errors++;
      this.#near.add(entry, row, chunk);
    }
  }

  #entry(service: string, name: string): NameEntry {
    const key = JSON.stringify([service, name]);
    const known = this.#entries.get(key);
    if (known) return known;
    const isFull = this.#entries.size >= MOST_NAMES;
    const rest = JSON.stringify([service]);
    const before = isFull ? this.#entries.get(rest) : undefined;
    if (before) return before;
    const entry = { service, name: isFull ? undefined : name, sketch: createDurationSketch(), errors: 0 };
    this.#entries.set(isFull ? rest : key, entry);
    return entry;
  }
}

/** Services with smaller numbers are found by number. */
const SERVICES = 4096;
