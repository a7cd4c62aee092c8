// Spans by the place that their attributes report, read from the bytes when asked for and only once a span.

import { createDurationSketch, type DurationSketch } from '../model/duration-sketch.ts';
import type { ReportedSite } from '../model/site.ts';
import { indexInChunk } from './columns/chunks.ts';
import { isErrorIn, stateIn } from './columns/span-chunk.ts';
import { NearPauses } from './near-pauses.ts';
import type { SpanStore } from './span-store.ts';

/** Telemetry is hostile: a program that reports a new line with each span must not fill the memory. */
const MAX_SITES = 20_000;
/** Nor one that makes a name of each URL; a site shows its three most frequent. */
const MAX_NAMES = 100;

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

export class SiteIndex {
  readonly #store: SpanStore;
  readonly #entries = new Map<string, SiteEntry>();
  readonly #near: NearPauses<SiteEntry>;
  #indexed = 0;

  constructor(store: SpanStore) {
    this.#store = store;
    this.#near = new NearPauses(store);
  }

  /** All sites, those of spans that have left the store since included. */
  entries(): readonly SiteEntry[] {
    this.#catchUp();
    const near = this.#near.sketches();
    return Array.from(this.#entries.values(), (entry) => ({ ...entry, sketch: near.get(entry) ?? entry.sketch }));
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
      this.#near.add(entry, row, chunk);
      if (isErrorIn(chunk, i)) entry.errors++;
      const named = entry.names.get(name) ?? 0;
      if (named > 0 || entry.names.size < MAX_NAMES) entry.names.set(name, named + 1);
    }
    for (const entry of this.#entries.values()) {
      if (entry.traces.size < 2 * store.traces.size) continue;
      for (const trace of entry.traces) if (!store.traces.has(trace)) entry.traces.delete(trace);
    }
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
