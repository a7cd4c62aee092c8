// Which spans of a trace have a row, given what is collapsed: one linear pass over the pre-order, none when all is open.

export interface TreeRows {
  readonly count: number;
  /** The span (index into the layout) of a row. */
  spanAt(row: number): number;
  /** The span's row, or that of the collapsed span which hides it. */
  rowOf(span: number): number;
}

/** `collapsed` holds spans whose descendants are hidden. */
export function createTreeRows(descendants: Uint32Array, collapsed: ReadonlySet<number>): TreeRows {
  if (collapsed.size === 0) return { count: descendants.length, spanAt: (row) => row, rowOf: (span) => span };
  const spans = new Uint32Array(descendants.length);
  let count = 0;
  for (let span = 0; span < descendants.length; span++) {
    spans[count++] = span;
    if (collapsed.has(span)) span += descendants[span] ?? 0;
  }
  return {
    count,
    spanAt: (row) => spans[row] ?? 0,
    rowOf: (span) => lastAtMost(spans, count, span),
  };
}

/** The nearest span above that is one level up; undefined for a root. */
export function parentOf(depth: Uint16Array, span: number): number | undefined {
  const own = depth[span] ?? 0;
  if (own === 0) return undefined;
  for (let above = span - 1; above >= 0; above--) if ((depth[above] ?? 0) < own) return above;
  return undefined;
}

/** What was collapsed in one layout, found again in the next by the keys of both. */
export function carryCollapsed(before: Uint32Array, after: Uint32Array, collapsed: ReadonlySet<number>): Set<number> {
  const carried = new Set<number>();
  if (collapsed.size === 0) return carried;
  const keys = new Set<number>();
  for (const span of collapsed) keys.add(before[span] ?? 0);
  for (let span = 0; span < after.length && carried.size < keys.size; span++)
    if (keys.has(after[span] ?? 0)) carried.add(span);
  return carried;
}

/** Position of the last entry that is not above `value`, in an ascending array that begins at 0. */
function lastAtMost(sorted: Uint32Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
