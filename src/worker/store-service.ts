// The store's contract, answered: queries over the columns, sites resolved to lines of the workspace.

import { setImmediate } from 'node:timers/promises';
import type { RevisionSource } from '../base/revision.ts';
import type { SiteResolver } from '../link/site-resolver.ts';
import { mergeSketches, quantile, totalOf } from '../model/duration-sketch.ts';
import type { Remote } from '../protocol/rpc.ts';
import type { NameStatistics, SiteStatistics, StoreApi } from '../protocol/store-api.ts';
import type { NameEntry, NameIndex } from '../store/name-index.ts';
import { completeFilter } from '../store/query/filter/complete-filter.ts';
import { parseFilter } from '../store/query/filter/parse-filter.ts';
import { toPattern } from '../store/query/filter/pattern.ts';
import { printFilter } from '../store/query/filter/print-filter.ts';
import { layoutTrace } from '../store/query/layout-trace.ts';
import { findSpan, readStoredSpan } from '../store/query/stored-span.ts';
import { listTraces } from '../store/query/trace-rows.ts';
import { findTrace, versionOf } from '../store/query/trace-rows-of.ts';
import type { SiteIndex } from '../store/site-index.ts';
import type { SpanStore } from '../store/span-store.ts';
import { type ChooseTraces, type PlacedEntry, sitesIn } from './choose-traces.ts';
import { listOpenSpans } from './list-open-spans.ts';
import type { Notices } from './notices.ts';
import type { OtherSignals } from './other-signals.ts';

export interface StoreServiceParts {
  readonly store: SpanStore;
  readonly others: Pick<OtherSignals, 'counts' | 'byteSize' | 'logs' | 'metrics' | 'pointsOf' | 'clear'>;
  /** Bytes, of all signals together. */
  readonly memoryLimit: number;
  readonly chooseTraces: ChooseTraces;
  readonly sites: SiteIndex;
  readonly names: NameIndex;
  readonly resolver: SiteResolver;
  readonly revisions: RevisionSource;
  readonly notices: Notices;
  /** Resolves once what an earlier window received is here again. */
  readonly restored: Promise<void>;
  /** What is kept is not shown again. */
  readonly clearKept: () => Promise<void>;
  /** Rows of the spans that a process has open; undefined where it does not tell of them. */
  readonly openRows: (pid: number) => Promise<readonly number[] | undefined>;
}

export function createStoreService(parts: StoreServiceParts): Remote<StoreApi> {
  const { store, others, revisions, notices } = parts;
  return {
    changed: (seen, signal) => revisions.changed(seen, signal),
    async summary() {
      await parts.restored;
      return {
        revision: revisions.current,
        spans: store.spans,
        traces: store.traces.size,
        errors: store.errors,
        evicted: store.evicted,
        ...others.counts,
        bytes: store.byteSize + others.byteSize,
        memoryLimit: parts.memoryLimit,
        notices: notices.all,
      };
    },
    async traces({ filter, first, count }, signal) {
      await parts.restored;
      const only = await parts.chooseTraces(filter, signal);
      return { revision: revisions.current, ...listTraces(store, first, count, only) };
    },
    async checkFilter(text) {
      const parsed = parseFilter(text);
      return parsed.ok ? undefined : parsed.error;
    },
    async completeFilter(text, cursor) {
      await parts.restored;
      return completeFilter(store, text, cursor);
    },
    async trace(id, known) {
      await parts.restored;
      const trace = findTrace(store, id);
      if (trace === undefined) return undefined;
      return versionOf(store, trace) === known ? 'unchanged' : layoutTrace(store, id);
    },
    async span(row) {
      const stored = readStoredSpan(store, row);
      if (!stored) return undefined;
      const { reportedSite, ...span } = stored;
      return { ...span, site: await parts.resolver.resolve(reportedSite) };
    },
    async findSpan(trace, span) {
      await parts.restored;
      return findSpan(store, trace, span);
    },
    async openSpans(pid, active) {
      await parts.restored;
      return listOpenSpans(parts, await parts.openRows(pid), active);
    },
    async logs(trace, span) {
      await parts.restored;
      return others.logs(trace, span);
    },
    async metrics() {
      await parts.restored;
      return others.metrics();
    },
    async points(metric, first, count) {
      return others.pointsOf(metric, first, count);
    },
    async statistics() {
      await parts.restored;
      return namesIn(await parts.names.entries(() => setImmediate()));
    },
    async sites(file) {
      await parts.restored;
      return statisticsOf(await sitesIn(parts, file));
    },
    async clear() {
      // What is being read back would come after the clearing.
      await parts.restored;
      store.clear();
      others.clear();
      parts.sites.clear();
      parts.names.clear();
      notices.clear();
      await parts.clearKept();
      revisions.bump();
    },
  };
}

function queryOf(service: string, name: string | undefined): string {
  const term = (key: string, value: string) => ({ kind: 'term', key, operator: '=', value: toPattern(value) }) as const;
  const parts = [term('service', service), ...(name === undefined ? [] : [term('name', name)])];
  return printFilter({ kind: 'and', parts });
}

function namesIn(entries: readonly NameEntry[]): readonly NameStatistics[] {
  return entries
    .map(({ service, name, errors, sketch }) => ({
      ...{ service, name, query: queryOf(service, name), errors, count: sketch.count, total: totalOf(sketch) },
      ...{ p50: quantile(sketch, 0.5), p95: quantile(sketch, 0.95), p99: quantile(sketch, 0.99) },
    }))
    .sort((a, b) => b.total - a.total);
}

function statisticsOf(entries: readonly PlacedEntry[]): readonly SiteStatistics[] {
  const byLine = Map.groupBy(entries, ({ site }) => site.line);
  return [...byLine]
    .sort(([a], [b]) => a - b)
    .flatMap(([, group]) => {
      const first = group[0];
      if (!first) return [];
      const sketch = mergeSketches(group.map(({ entry }) => entry.sketch));
      // None of its spans has ended yet.
      if (sketch.count === 0) return [];
      return [
        {
          site: first.site,
          count: sketch.count,
          errors: group.reduce((sum, { entry }) => sum + entry.errors, 0),
          p50: quantile(sketch, 0.5),
          p95: quantile(sketch, 0.95),
          p99: quantile(sketch, 0.99),
          names: mostFrequent(group.map(({ entry }) => entry.names)),
        },
      ];
    });
}

function mostFrequent(names: readonly ReadonlyMap<string, number>[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const group of names) for (const [name, count] of group) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([name]) => name);
}
