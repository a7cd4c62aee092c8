// Where the bar of a span lies, for painting and for the pointer alike.

import type { TimeView } from './time-view.ts';

export interface BarBox {
  readonly left: number;
  readonly width: number;
}

/** A span too short to see still has two pixels. */
const THINNEST = 2;

/** Undefined when the span lies outside the view; clipped to just beyond its edges otherwise. */
export function barBox(start: number, duration: number, view: TimeView, width: number): BarBox | undefined {
  if (start > view.to || start + duration < view.from) return undefined;
  const scale = width / (view.to - view.from);
  const left = Math.max(-4, (start - view.from) * scale);
  const right = Math.min(width + 4, (start + duration - view.from) * scale);
  return { left: Math.min(left, width - THINNEST), width: Math.max(THINNEST, right - left) };
}

export interface BarGeometry {
  readonly start: Float64Array;
  readonly durations: Float64Array;
}

/** Whether the pointer is on the span's bar, with a little tolerance for the thin ones. */
export function hitsBar(layout: BarGeometry, span: number, x: number, view: TimeView, width: number): boolean {
  const box = barBox(layout.start[span] ?? 0, layout.durations[span] ?? 0, view, width);
  return box !== undefined && x >= box.left - 3 && x <= box.left + box.width + 3;
}

/**
 * Where the duration stands beside the bar: after it, before it, or in it when there is no room outside; there in a part that
 * is hatched, if one has room, so that what ran can be seen.
 */
export function labelPlace(
  box: BarBox,
  hatched: readonly BarBox[],
  labelWidth: number,
  width: number,
): { readonly x: number; readonly side: 'right' | 'left' | 'inside' | 'held' } {
  const gap = 6;
  const right = box.left + box.width;
  if (right + gap + labelWidth <= width) return { x: right + gap, side: 'right' };
  if (box.left - gap - labelWidth >= 0) return { x: box.left - gap - labelWidth, side: 'left' };
  const room = hatched.findLast((part) => part.width >= labelWidth + 4 * gap);
  if (room !== undefined) return { x: room.left + (room.width - labelWidth) / 2, side: 'held' };
  return { x: Math.max(gap, Math.min(right, width) - gap - labelWidth), side: 'inside' };
}
