// Which rows of a long list exist in the document, and where: pure arithmetic between scroll positions and rows.

/** Browsers stop counting at some 33.5 million pixels: longer lists scroll proportionally. */
const TALLEST = 30_000_000;

/** Rows are placed relative to a base row, so that no coordinate inside the layer grows beyond what floats keep exact. */
const BASE_ROWS = 4096;

export interface RowGeometry {
  readonly count: number;
  readonly rowHeight: number;
  /** Pixels of rows that are visible at once. */
  readonly height: number;
}

export interface RowWindow {
  readonly first: number;
  /** One past the last row. */
  readonly end: number;
  /** The row at the layer's top. */
  readonly base: number;
}

/** The height of the whole list in the document. */
export function scrollExtent(geometry: RowGeometry): number {
  return Math.min(TALLEST, geometry.count * geometry.rowHeight);
}

/** The pixel of the list, were it laid out in full, that is at the top. */
export function toListTop(scrollTop: number, geometry: RowGeometry): number {
  return Math.max(0, scrollTop) * scale(geometry);
}

export function toScrollTop(listTop: number, geometry: RowGeometry): number {
  return Math.max(0, listTop) / scale(geometry);
}

/** First row that is visible, wholly or in part, and one past the last. */
export function visibleRows(listTop: number, geometry: RowGeometry): { readonly first: number; readonly end: number } {
  const first = Math.min(geometry.count, Math.max(0, Math.floor(listTop / geometry.rowHeight)));
  return { first, end: Math.min(geometry.count, Math.ceil((listTop + geometry.height) / geometry.rowHeight)) };
}

/** Keeps the present window while it still covers what is visible: scrolling by a few rows then costs nothing. */
export function nextWindow(
  current: RowWindow | undefined,
  listTop: number,
  geometry: RowGeometry,
  overscan: number,
): RowWindow {
  const visible = visibleRows(listTop, geometry);
  if (current && current.first <= visible.first && current.end >= visible.end && current.end <= geometry.count) {
    return current;
  }
  const first = Math.max(0, visible.first - overscan);
  const base = Math.floor(first / BASE_ROWS) * BASE_ROWS;
  return { first, end: Math.min(geometry.count, visible.end + overscan), base };
}

/** The list top that brings a row into view with the least movement. */
export function revealTop(row: number, listTop: number, geometry: RowGeometry): number {
  const top = row * geometry.rowHeight;
  if (top < listTop) return top;
  return Math.max(listTop, top + geometry.rowHeight - geometry.height);
}

function scale(geometry: RowGeometry): number {
  const whole = geometry.count * geometry.rowHeight - geometry.height;
  const extent = scrollExtent(geometry) - geometry.height;
  return whole > extent && extent > 0 ? whole / extent : 1;
}
