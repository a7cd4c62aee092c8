// The filters that are in use: what each has found is kept while views go on asking for it.

import { FilteredTraces, type FilterParts } from './filtered-traces.ts';
import { parseFilter } from './parse-filter.ts';

/** One types a few; several views may be open. */
const MOST = 8;

export interface Filters {
  /** Numbers of the traces with a span that passes; none where the text is no filter. */
  find(text: string, signal?: AbortSignal): Promise<ReadonlySet<number>>;
}

export function createFilters(parts: FilterParts): Filters {
  const known = new Map<string, FilteredTraces>();
  return {
    async find(text, signal) {
      const parsed = parseFilter(text);
      if (!parsed.ok) return new Set();
      const traces = known.get(text) ?? new FilteredTraces(parsed.value, parts);
      // The one that was asked for last leaves last.
      known.delete(text);
      known.set(text, traces);
      for (const oldest of known.keys()) {
        if (known.size <= MOST) break;
        known.delete(oldest);
      }
      return traces.find(signal);
    },
  };
}
