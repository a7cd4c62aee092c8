// The traces that pass a filter, found again from where the last look ended: a look while one types reads what has come since.

import { CHUNK_ROWS, indexInChunk } from '../../columns/chunks.ts';
import type { SpanStore } from '../../span-store.ts';
import { compileFilter, type FilterContext } from './compile-filter.ts';
import type { Filter, Term } from './filter.ts';

/** Rows between two breaths: requests that come in are not kept waiting. */
const STRETCH = CHUNK_ROWS / 4;

/** By what an answer that was right for a row can turn wrong later. */
type Motion = 'logs' | 'time' | 'trace';

export interface FilterParts {
  readonly store: SpanStore;
  /** Differs when other log records are here. */
  logsVersion(): number;
  readonly hasLogs: FilterContext['hasLogs'];
  /** Lets others go first. */
  breathe(): Promise<void>;
}

export class FilteredTraces {
  readonly #filter: Filter;
  readonly #parts: FilterParts;
  readonly #motions: ReadonlySet<Motion>;
  #found = new Set<number>();
  /** The next row to look at. */
  #next = 0;
  #version = '';
  #running: Promise<void> = Promise.resolve();

  constructor(filter: Filter, parts: FilterParts) {
    this.#filter = filter;
    this.#parts = parts;
    this.#motions = new Set(motionsOf(filter));
  }

  /** Numbers of the traces with a span that passes. Later looks wait for this one; who gives up leaves what was found for them. */
  async find(signal?: AbortSignal): Promise<ReadonlySet<number>> {
    const before = this.#running;
    const looking = (async () => {
      await before;
      signal?.throwIfAborted();
      await this.#catchUp(signal);
    })();
    this.#running = looking.catch(() => {});
    await looking;
    return this.#found;
  }

  async #catchUp(signal: AbortSignal | undefined): Promise<void> {
    const { store, breathe } = this.#parts;
    const version = this.#versionNow();
    if (version !== this.#version) {
      this.#version = version;
      this.#found = new Set();
      this.#next = 0;
    }
    this.#next = Math.max(this.#next, store.firstHeldRow);
    const { test } = compileFilter(this.#filter, { ...this.#parts, now: Date.now() });
    while (this.#next < store.rows) {
      this.#look(Math.min(store.rows, this.#next + STRETCH), test);
      if (this.#next >= store.rows) break;
      await breathe();
      signal?.throwIfAborted();
    }
    if (this.#found.size <= 2 * store.traces.size) return;
    for (const trace of this.#found) if (!store.traces.has(trace)) this.#found.delete(trace);
  }

  #look(end: number, test: ReturnType<typeof compileFilter>['test']): void {
    const { store } = this.#parts;
    const { traces } = store;
    const found = this.#found;
    for (; this.#next < end; this.#next++) {
      const row = this.#next;
      const chunk = store.chunk(row);
      const i = indexInChunk(row);
      if (chunk === undefined) {
        this.#next += CHUNK_ROWS - i - 1;
        continue;
      }
      const trace = chunk.trace[i]!;
      if (traces.has(trace) && !found.has(trace) && test(row, chunk, i)) found.add(trace);
    }
  }

  #versionNow(): string {
    const { store, logsVersion } = this.#parts;
    const isStirred = store.traces.hasUnfinished || store.pauses.size > 0;
    return [
      store.replacedSpans,
      this.#motions.has('logs') ? logsVersion() : '',
      this.#motions.has('time') && isStirred ? `${store.rows} ${Date.now()}` : '',
      this.#motions.has('trace') ? `${store.rows} ${isStirred ? Date.now() : ''}` : '',
    ].join(' ');
  }
}

function motionsOf(filter: Filter): readonly Motion[] {
  switch (filter.kind) {
    case 'all':
    case 'text':
      return [];
    case 'and':
    case 'or':
      return filter.parts.flatMap(motionsOf);
    case 'not':
      return motionsOf(filter.part);
    case 'term':
      return motionOf(filter);
  }
}

function motionOf({ key, value }: Term): readonly Motion[] {
  if (key === 'has') return value === 'logs' ? ['logs'] : [];
  if (key === 'duration' || key === 'is') return ['time'];
  return key.startsWith('trace.') ? ['trace'] : [];
}
