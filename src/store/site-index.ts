// Spans by the place that their attributes report, read from the bytes when asked for and only once a span.

import { addDuration, createDurationSketch, type DurationSketch, mergeSketches } from '../model/duration-sketch.ts';
import type { ReportedSite } from '../model/site.ts';
import { indexInChunk } from './columns/chunks.ts';
import { isErrorIn, stateIn } from './columns/span-chunk.ts';
import type { SpanStore } from './span-store.ts';

/** Telemetry is hostile: a program that reports a new line with each span must not fill the memory. */
const MAX_SITES = 20_000;
/** Nor one that makes a name of each URL; a site shows its three most frequent. */
const MAX_NAMES = 100;

/** Of all sites: such spans are measured anew with each look, as a trace that grows can change how long they were held. */
const MAX_NEAR_PAUSES = 10_000;

export interface SiteEntry {
  readonly reported: ReportedSite;
  /** Of durations without the time that a debugger took. */
  readonly sketch: DurationSketch;
  errors: number;
  /** Name of the span to how often it was made here. */
  readonly names: Map<string, number>;
  /** Numbers of the traces with a span made here. */
  readonly traces: Set<number>;
}

interface Near {
  readonly entry: SiteEntry;
  /** Nanoseconds, as it was found last. */
  duration: number;
}

export class SiteIndex {
  readonly #store: SpanStore;
  readonly #entries = new Map<string, SiteEntry>();
  /** By row: spans that lasted while a debugger held anyone, which may be why they lasted. They are in no entry's own sketch. */
  readonly #near = new Map<number, Near>();
  #indexed = 0;

  constructor(store: SpanStore) {
    this.#store = store;
  }

  /** All sites, those of spans that have left the store since included. */
  entries(): readonly SiteEntry[] {
    this.#catchUp();
    if (this.#near.size === 0) return [...this.#entries.values()];
    this.#measureNear();
    const near = Map.groupBy(this.#near.values(), ({ entry }) => entry);
    return Array.from(this.#entries.values(), (entry) => {
      const sketch = createDurationSketch();
      for (const { duration } of near.get(entry) ?? []) addDuration(sketch, duration);
      return { ...entry, sketch: mergeSketches([entry.sketch, sketch]) };
    });
  }

  clear(): void {
    this.#entries.clear();
    this.#near.clear();
    this.#indexed = this.#store.rows;
  }

  #catchUp(): void {
    const store = this.#store;
    for (; this.#indexed < store.rows; this.#indexed++) {
      const row = this.#indexed;
      if (!store.hasRow(row)) continue;
      const chunk = store.chunk(row)!;
      const i = indexInChunk(row);
      const site = store.reader.readReportedSite(store.bytes(row), store.origins.encoding(chunk.origin[i]!));
      const entry = site && this.#entry(site);
      if (!entry) continue;
      entry.traces.add(chunk.trace[i]!);
      // One that has not ended has no duration of its own; when it ends it comes again.
      if (stateIn(chunk, i) !== 'ended') continue;
      const name = store.name(row);
      this.#addDuration(entry, row, chunk.start[i]!, chunk.duration[i]!);
      if (isErrorIn(chunk, i)) entry.errors++;
      const named = entry.names.get(name) ?? 0;
      if (named > 0 || entry.names.size < MAX_NAMES) entry.names.set(name, named + 1);
    }
    for (const entry of this.#entries.values()) {
      if (entry.traces.size < 2 * store.traces.size) continue;
      for (const trace of entry.traces) if (!store.traces.has(trace)) entry.traces.delete(trace);
    }
  }

  #addDuration(entry: SiteEntry, row: number, start: number, duration: number): void {
    const { pauses, time } = this.#store;
    const isNear =
      pauses.size > 0 && pauses.overlap(time.toUnixMilliseconds(start), time.toUnixMilliseconds(start + duration));
    if (!isNear) {
      addDuration(entry.sketch, duration);
      return;
    }
    this.#near.set(row, { entry, duration });
    if (this.#near.size <= MAX_NEAR_PAUSES) return;
    this.#measureNear();
    for (const oldest of [...this.#near.keys()].slice(0, MAX_NEAR_PAUSES / 2)) this.#settle(oldest);
  }

  #measureNear(): void {
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

  #entry(site: ReportedSite): SiteEntry | undefined {
    const key = `${site.line} ${site.column ?? ''} ${site.mapped} ${site.origin ?? ''} ${site.file}`;
    const known = this.#entries.get(key);
    if (known || this.#entries.size >= MAX_SITES) return known;
    const entry: SiteEntry = {
      reported: site,
      sketch: createDurationSketch(),
      errors: 0,
      names: new Map(),
      traces: new Set(),
    };
    this.#entries.set(key, entry);
    return entry;
  }
}
