// The line above the table: how much there is, what it is filtered by, what the user should know.

import { countOf } from '../../src/model/count-of.ts';
import { groupDigits } from '../../src/model/format-duration.ts';
import type { StoreSummary, TraceFilter } from '../../src/protocol/store-api.ts';
import { fileName } from '../kit/file-name.ts';
import { FilterBox, type FilterBoxProps } from './filter-box.tsx';

export interface TracesToolbarProps {
  readonly summary: StoreSummary | undefined;
  readonly filter: TraceFilter;
  /** Traces that pass the filter. */
  readonly shown: number;
  readonly disconnected: boolean;
  onClearFilter(): void;
  readonly filterBox: Omit<FilterBoxProps, 'query'>;
  /** In the place of the traces. */
  readonly isStatistics: boolean;
  onStatistics(isStatistics: boolean): void;
}

export function TracesToolbar(props: TracesToolbarProps) {
  const { summary, filter, shown, disconnected, onClearFilter, filterBox, isStatistics, onStatistics } = props;
  const { query = '' } = filter;
  // With nothing to choose from there is nothing to choose.
  const canFilter = query !== '' || (summary?.traces ?? 0) > 0;
  const notice = summary?.notices.at(-1);
  const evicted = evictedOf(summary);
  return (
    <div class="toolbar">
      {/* It chooses traces: there are none to see meanwhile. */}
      {canFilter && !isStatistics && <FilterBox {...filterBox} query={query} />}
      {query !== '' && !isStatistics && (
        <span class="found" role="status">
          {groupDigits(shown)} of
        </span>
      )}
      {summary && (
        <span class="counts">
          <span>{countOf(summary.traces, 'trace')}</span>
          <span>{countOf(summary.spans, 'span')}</span>
          <span class={summary.errors > 0 ? 'has-errors' : ''}>{countOf(summary.errors, 'error')}</span>
          {summary.logs.count > 0 && <span>{countOf(summary.logs.count, 'log record')}</span>}
          {summary.points.count > 0 && <span>{countOf(summary.points.count, 'metric point')}</span>}
          {summary.profiles.count > 0 && <span>{countOf(summary.profiles.count, 'profile request')}</span>}
        </span>
      )}
      {(isStatistics || (summary?.traces ?? 0) > 0) && (
        <button
          type="button"
          class="secondary"
          aria-pressed={isStatistics}
          title="Count and duration by service and name"
          onClick={() => onStatistics(!isStatistics)}
        >
          Statistics
        </button>
      )}
      {filter.site && (
        <span class="chip">
          <span class="chip-text" title={`${filter.site.file}:${filter.site.line}`}>
            {fileName(filter.site.file)}:{filter.site.line}
          </span>
          <span class="chip-count">{groupDigits(shown)}</span>
          <button
            type="button"
            class="chip-close"
            aria-label={`Remove the filter ${fileName(filter.site.file)}:${filter.site.line}`}
            onClick={onClearFilter}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </span>
      )}
      <span class="news" role="status">
        {disconnected && <span class="notice">Reconnecting to the trace store…</span>}
        {evicted.length > 0 && (
          <span class="notice" title="The store is full: the oldest make room for new ones, traces as a whole.">
            {evicted.join(', ')} evicted
          </span>
        )}
        {notice && (
          <span class="notice" title={notice.message}>
            {notice.message}
          </span>
        )}
      </span>
    </div>
  );
}

function evictedOf(summary: StoreSummary | undefined): readonly string[] {
  if (!summary) return [];
  const counts = [
    [summary.evicted.traces, 'older trace'],
    [summary.logs.evicted, 'log record'],
    [summary.points.evicted, 'metric point'],
    [summary.profiles.evicted, 'profile request'],
  ] as const;
  return counts.flatMap(([count, what]) => (count > 0 ? [countOf(count, what)] : []));
}
