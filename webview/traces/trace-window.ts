// The part of the list of traces that the page holds, and how far what one looks at has moved: pure.

import type { TraceId } from '../../src/model/ids.ts';
import type { TraceRow } from '../../src/model/trace-row.ts';
import type { TracesPage } from '../../src/protocol/store-api.ts';

export interface LoadedTraces {
  /** List position of `rows[0]`. */
  readonly first: number;
  readonly total: number;
  readonly rows: readonly TraceRow[];
}

export const NOTHING_LOADED: LoadedTraces = { first: 0, total: 0, rows: [] };

/** Rows around what is visible that are fetched with it: also how far an anchor may move between two looks. */
const MARGIN = 60;

export function rangeToLoad(
  visibleFirst: number,
  visibleEnd: number,
): { readonly first: number; readonly count: number } {
  const first = Math.max(0, visibleFirst - MARGIN);
  return { first, count: visibleEnd + MARGIN - first };
}

export function toLoaded(first: number, page: TracesPage): LoadedTraces {
  return { first, total: page.total, rows: page.rows };
}

export function rowAt(loaded: LoadedTraces, index: number): TraceRow | undefined {
  return loaded.rows[index - loaded.first];
}

export function covers(loaded: LoadedTraces, first: number, end: number): boolean {
  const last = Math.min(end, loaded.total);
  return last <= first || (first >= loaded.first && last <= loaded.first + loaded.rows.length);
}

/** By how many rows the anchor has moved down. Newer traces come in above; where it is out of sight, their number says it. */
export function anchorShift(
  before: LoadedTraces,
  after: LoadedTraces,
  anchor: { readonly id: TraceId; readonly index: number },
): number {
  const found = after.rows.findIndex((row) => row.id === anchor.id);
  if (found !== -1) return after.first + found - anchor.index;
  return Math.max(0, after.total - before.total);
}
