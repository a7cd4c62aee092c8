// Paints the bars of a window of rows: pure on a canvas context, bounded by the rows it is given.

import { heldBounds } from '../../src/model/held-times.ts';
import { SPAN_FLAG, type TraceLayout } from '../../src/model/trace-layout.ts';
import type { Tick } from './axis-ticks.ts';
import { type BarBox, barBox, labelPlace } from './bar-geometry.ts';
import { paintBar, type ShapeContext } from './paint-bar.ts';
import { type HatchContext, paintHatch } from './paint-hatch.ts';
import { spanTime } from './span-state.ts';
import type { TimeView } from './time-view.ts';
import type { TreeRows } from './tree-rows.ts';

/** What painting needs of CanvasRenderingContext2D. */
export type BarContext = ShapeContext &
  HatchContext &
  Pick<CanvasRenderingContext2D, 'fillText'> & {
    measureText(text: string): { readonly width: number };
    fillStyle: CanvasRenderingContext2D['fillStyle'];
    font: string;
    textBaseline: CanvasTextBaseline;
  };

export interface BarPalette {
  /** One a slot. */
  readonly services: readonly string[];
  readonly error: string;
  readonly grid: string;
  readonly label: string;
  readonly labelInside: string;
  readonly labelSelected: string;
  readonly font: string;
}

export interface BarScene {
  readonly layout: TraceLayout;
  readonly rows: TreeRows;
  /** Rows to paint; `first` is at y 0. */
  readonly first: number;
  readonly end: number;
  readonly rowHeight: number;
  readonly width: number;
  readonly view: TimeView;
  readonly ticks: readonly Tick[];
  /** Slot in the palette for an index into `layout.services`. */
  readonly slots: readonly number[];
  /** The selected span whose row has the strong selection ground; undefined otherwise. */
  readonly highlighted: number | undefined;
}

const BAR_INSET = 5;
const NONE: readonly BarBox[] = [];

export function paintBars(context: BarContext, scene: BarScene, palette: BarPalette): void {
  const { layout, rows, first, end, rowHeight, width, view, slots } = scene;
  const height = (end - first) * rowHeight;
  context.clearRect(0, 0, width, height);
  context.fillStyle = palette.grid;
  for (const tick of scene.ticks) context.fillRect(Math.round(tick.x), 0, 1, height);
  context.font = palette.font;
  context.textBaseline = 'middle';
  // One measure a paint: the digits of a font are as wide as each other, the rest is close enough to find a place.
  const digit = context.measureText('0').width;
  for (let row = first; row < end; row++) {
    const span = rows.spanAt(row);
    const start = layout.start[span] ?? 0;
    const duration = layout.durations[span] ?? 0;
    const top = (row - first) * rowHeight;
    const box = barBox(start, duration, view, width);
    if (!box) {
      paintOutside(context, start > view.to, top + rowHeight / 2, width, palette);
      continue;
    }
    const color = palette.services[slots[layout.service[span] ?? 0] ?? 0] ?? palette.label;
    const flags = layout.flags[span] ?? 0;
    context.fillStyle = color;
    paintBar(context, box, top + BAR_INSET, rowHeight - 2 * BAR_INSET, flags, start + duration <= view.to);
    const held = heldBoxes(box, scene, span);
    context.strokeStyle = color;
    for (const part of held) paintHatch(context, part, top + BAR_INSET, rowHeight - 2 * BAR_INSET);
    if ((flags & SPAN_FLAG.error) !== 0) paintError(context, box.left, box.width, top, rowHeight, palette);
    const label = spanTime(layout, span);
    const labelWidth = label.length * digit;
    const place = labelPlace(box, held, labelWidth, width);
    // Strokes would run through its letters.
    if (place.side === 'held')
      context.clearRect(place.x - 3, top + BAR_INSET, labelWidth + 6, rowHeight - 2 * BAR_INSET);
    context.fillStyle =
      place.side === 'inside'
        ? palette.labelInside
        : span === scene.highlighted
          ? palette.labelSelected
          : palette.label;
    context.fillText(label, place.x, top + rowHeight / 2 + 0.5);
  }
}

/** Where the bar is hatched. A part that is too short to see is left out. */
function heldBoxes({ left, width }: BarBox, scene: BarScene, span: number): readonly BarBox[] {
  const bounds = heldBounds(scene.layout.held, span);
  if (bounds.length === 0) return NONE;
  const { view } = scene;
  const scale = scene.width / (view.to - view.from);
  const boxes: BarBox[] = [];
  for (let i = 0; i < bounds.length; i += 2) {
    const from = Math.max(left, ((bounds[i] ?? 0) - view.from) * scale);
    const to = Math.min(left + width, ((bounds[i + 1] ?? 0) - view.from) * scale);
    if (to - from >= 1) boxes.push({ left: from, width: to - from });
  }
  return boxes;
}

/** An edge along the bar's foot: the service keeps its colour. */
function paintError(
  context: BarContext,
  left: number,
  width: number,
  top: number,
  rowHeight: number,
  palette: BarPalette,
): void {
  context.fillStyle = palette.error;
  context.fillRect(left, top + rowHeight - BAR_INSET - 3, width, 3);
}

/** A small arrow to where the span is, when zoomed past it. */
function paintOutside(context: BarContext, after: boolean, middle: number, width: number, palette: BarPalette): void {
  context.fillStyle = palette.label;
  context.fillText(after ? '›' : '‹', after ? width - 10 : 4, middle);
}
