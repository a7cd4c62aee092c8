// The spans of one process that are open, for whoever looks at it while it is stopped.

import type { SiteResolver } from '../link/site-resolver.ts';
import type { OpenSpan, OpenSpans, SpanReference } from '../protocol/store-api.ts';
import { pathToRoot } from '../store/query/path-to-root.ts';
import { readStoredSpan } from '../store/query/stored-span.ts';
import type { SpanStore } from '../store/span-store.ts';

/** Spans beside the active one that are listed: of a program that ends none of its spans, the last. */
const MOST_OTHERS = 200;

interface Parts {
  readonly store: SpanStore;
  readonly resolver: SiteResolver;
}

/** `rows`: of the process's open spans; undefined where it does not tell of them. */
export async function listOpenSpans(
  parts: Parts,
  rows: readonly number[] | undefined,
  active: SpanReference | undefined,
): Promise<OpenSpans> {
  const { store, resolver } = parts;
  const path = active === undefined ? [] : pathToRoot(store, active.trace, active.span);
  const others = (rows ?? []).filter((row) => store.hasRow(row) && !path.includes(row));
  const read = async (row: number): Promise<readonly OpenSpan[]> => {
    const span = readStoredSpan(store, row);
    if (span?.state !== 'open') return [];
    const { traceId, spanId, parentSpanId, name, service, startTime, duration, held } = span;
    const site = await resolver.resolve(span.reportedSite);
    return [{ traceId, spanId, parentSpanId, name, service, startTime, duration, held, site }];
  };
  const readAll = async (wanted: readonly number[]) => (await Promise.all(wanted.map(read))).flat();
  const [first] = path;
  return {
    isTold: rows !== undefined,
    activeState: first === undefined ? undefined : readStoredSpan(store, first)?.state,
    around: await readAll(path),
    others: (await readAll(others.slice(-MOST_OTHERS))).sort((a, b) => a.startTime - b.startTime),
    more: Math.max(0, others.length - MOST_OTHERS),
  };
}
