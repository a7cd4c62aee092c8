// Which traces a filter lets through: by what is asked of their spans, and by a line that they pass through.

import { setImmediate } from 'node:timers/promises';
import type { SiteResolver } from '../link/site-resolver.ts';
import type { Site } from '../model/site.ts';
import type { TraceFilter } from '../protocol/store-api.ts';
import { createFilters } from '../store/query/filter/filters.ts';
import type { SiteEntry, SiteIndex } from '../store/site-index.ts';
import type { SpanStore } from '../store/span-store.ts';
import type { OtherSignals } from './other-signals.ts';

export interface ChooserParts {
  readonly store: SpanStore;
  readonly others: Pick<OtherSignals, 'logsVersion' | 'hasLogs'>;
  readonly sites: SiteIndex;
  readonly resolver: SiteResolver;
}

/** Numbers of traces; undefined for all. */
export type ChooseTraces = (filter: TraceFilter, signal?: AbortSignal) => Promise<ReadonlySet<number> | undefined>;

export function createChooseTraces(parts: ChooserParts): ChooseTraces {
  const { store, others } = parts;
  const filters = createFilters({
    ...{ store, hasLogs: others.hasLogs, breathe: () => setImmediate() },
    logsVersion: () => others.logsVersion,
  });
  return async ({ site, query = '' }, signal) => {
    const ofQuery = query.trim() === '' ? undefined : await filters.find(query, signal);
    if (!site) return ofQuery;
    const entries = (await sitesIn(parts, site.file)).filter((placed) => placed.site.line === site.line);
    const ofSite = new Set(entries.flatMap(({ entry }) => [...entry.traces]));
    return ofQuery === undefined ? ofSite : new Set([...ofSite].filter((trace) => ofQuery.has(trace)));
  };
}

export interface PlacedEntry {
  readonly entry: SiteEntry;
  readonly site: Site;
}

/** Only what is exact: a lens must not count spans that were placed by guess. */
export async function sitesIn(
  { sites, resolver }: Pick<ChooserParts, 'sites' | 'resolver'>,
  file: string,
): Promise<readonly PlacedEntry[]> {
  const placed = await Promise.all(
    sites.entries().map(async (entry) => ({ entry, resolved: await resolver.resolve(entry.reported) })),
  );
  return placed.flatMap(({ entry, resolved }) =>
    resolved.kind === 'resolved' && resolved.certainty === 'exact' && resolved.site.file === file
      ? [{ entry, site: resolved.site }]
      : [],
  );
}
