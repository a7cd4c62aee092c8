// The waterfall: a tree of recycled rows, one canvas of bars over them, a time axis above.

import { disposeAll, toDisposable } from '../../src/base/disposable.ts';
import type { TraceLayout } from '../../src/model/trace-layout.ts';
import { createElement } from '../kit/element.ts';
import type { Theme } from '../kit/theme.ts';
import { createVirtualList } from '../kit/virtual-list.ts';
import { axisTicks, type Tick } from './axis-ticks.ts';
import { barPalette, createBarCanvas } from './bar-canvas.ts';
import { createGrowth } from './growth.ts';
import { listenForZoom } from './pointer-zoom.ts';
import { createSpanRow, fillSpanRow, type SpanRow } from './span-row.ts';
import { createTimeAxis } from './time-axis.ts';
import { growView, includeSpan, isWhole, pan, type TimeView, timeAt, wholeTrace, zoom } from './time-view.ts';
import { treeAction } from './tree-keys.ts';
import { carryCollapsed, createTreeRows, type TreeRows } from './tree-rows.ts';
import { createWaterfallHeader } from './waterfall-header.ts';

export const ROW_HEIGHT = 22;
export const AXIS_HEIGHT = 24;

export type SelectedBy = 'keyboard' | 'pointer' | 'page';

export interface WaterfallOptions {
  readonly theme: Theme;
  /** The palette's slot of a service. */
  slotOf(service: string): number;
  onSelect(span: number, by: SelectedBy): void;
  /** The user wants the source of the span in front. */
  onOpen(span: number): void;
  /** Open spans have become longer, and the trace with them. */
  onGrow?(): void;
}

export interface Waterfall extends Disposable {
  readonly element: HTMLElement;
  readonly selected: number | undefined;
  readonly layout: TraceLayout | undefined;
  /** Another trace: nothing is kept. */
  open(layout: TraceLayout): void;
  /** The same trace, grown: selection, what is collapsed, zoom and position stay. */
  update(layout: TraceLayout): void;
  select(span: number, by: SelectedBy): void;
  setTheme(theme: Theme): void;
  zoomBy(factor: number): void;
  zoomOut(): void;
  focus(): void;
}

export function createWaterfall(options: WaterfallOptions): Waterfall {
  const element = createElement('div', 'waterfall', 'treegrid');
  element.tabIndex = 0;
  element.ariaLabel = 'Spans of the trace';
  const axis = createTimeAxis();
  const { header, treeHeader } = createWaterfallHeader(axis.element);
  element.append(header);
  const canvas = createBarCanvas();

  let layout: TraceLayout | undefined;
  let slots: readonly number[] = [];
  let collapsed = new Set<number>();
  let rows: TreeRows = { count: 0, spanAt: () => 0, rowOf: () => 0 };
  let selected: number | undefined;
  let view: TimeView = wholeTrace(0);
  let palette = barPalette(options.theme);
  let width = 0;
  let ticks: readonly Tick[] = [];

  const list = createVirtualList<SpanRow>({
    scroller: element,
    headerHeight: AXIS_HEIGHT,
    rowHeight: ROW_HEIGHT,
    createRow: createSpanRow,
    elementOf: (row) => row.element,
    fillRow(row, index) {
      if (!layout) return;
      const span = rows.spanAt(index);
      const slot = slots[layout.service[span] ?? 0] ?? 0;
      fillSpanRow(row, { layout, span, row: index, collapsed: collapsed.has(span), selected: span === selected, slot });
    },
    onWindow: () => paint(),
  });
  list.layer.append(canvas.element);

  const paint = () => {
    if (!layout) return;
    const { first, end } = list.window;
    const highlighted = document.activeElement === element ? selected : undefined;
    const scene = { layout, rows, first, end, rowHeight: ROW_HEIGHT, width, view, ticks, slots, highlighted };
    canvas.paint(scene, list.window, palette);
    const active = selected === undefined ? undefined : list.rowAt(rows.rowOf(selected))?.element.id;
    if (active) element.setAttribute('aria-activedescendant', active);
    else element.removeAttribute('aria-activedescendant');
  };
  let frame = 0;
  // A change of the view alone moves bars, never rows.
  const paintSoon = () => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      paint();
    });
  };
  const showView = (next: TimeView) => {
    view = next;
    ticks = axisTicks(view, width);
    axis.show(ticks, width);
    paintSoon();
  };
  /** Nothing to do while the part of time that is shown holds still, and so do the rows. */
  const isSeenToGrow = () => {
    if (!layout || isWhole(view, layout.duration)) return true;
    const { first, end } = list.window;
    return growth.open.some((span) => {
      const row = rows.rowOf(span);
      return row >= first && row < end;
    });
  };
  const growth = createGrowth((next) => {
    const isSeen = isSeenToGrow();
    const grown = growView(view, layout?.duration ?? 0, next.duration);
    layout = next;
    options.onGrow?.();
    if (!isSeen) return;
    showView(grown);
    list.refresh();
  });
  const arrange = () => {
    if (!layout) return;
    rows = createTreeRows(layout.descendants, collapsed);
    element.ariaRowCount = String(rows.count + 1);
    list.setCount(rows.count);
  };
  const select = (span: number, by: SelectedBy) => {
    if (!layout || span < 0 || span >= layout.count) return;
    selected = span;
    list.reveal(rows.rowOf(span));
    showView(includeSpan(view, layout.start[span] ?? 0, layout.durations[span] ?? 0, layout.duration));
    list.refresh();
    options.onSelect(span, by);
  };
  const toggle = (span: number, close: boolean) => {
    if (close) collapsed.add(span);
    else collapsed.delete(span);
    // A selection that would be hidden moves to what hides it.
    const hides =
      layout && selected !== undefined && selected > span && selected <= span + (layout.descendants[span] ?? 0);
    arrange();
    if (close && hides) select(span, 'keyboard');
    list.refresh();
  };
  const zoomAt = (factor: number, time: number) => {
    if (layout) showView(zoom(view, factor, time, layout.duration));
  };
  const zoomBy = (factor: number) => {
    const start = selected === undefined ? undefined : layout?.start[selected];
    const middle = (view.from + view.to) / 2;
    zoomAt(factor, start !== undefined && start >= view.from && start <= view.to ? start : middle);
  };
  const zoomOut = () => {
    if (layout) showView(wholeTrace(layout.duration));
  };

  const onKey = (event: KeyboardEvent) => {
    if (!layout || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoomBy(1 / 1.5);
    else if (event.key === '-') zoomBy(1.5);
    else if (event.key === '0') zoomOut();
    else {
      const { depth, descendants } = layout;
      const page = Math.max(1, Math.floor(list.geometry.height / ROW_HEIGHT) - 1);
      const action = treeAction(event.key, { rows, depth, descendants, collapsed, selected, page });
      if (!action) return;
      if (action.kind === 'select') select(action.span, 'keyboard');
      else if (action.kind === 'open') options.onOpen(action.span);
      else toggle(action.span, action.kind === 'collapse');
    }
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : undefined;
    const index = Number(target?.closest('.span-row')?.getAttribute('aria-rowindex') ?? Number.NaN) - 2;
    if (!layout || Number.isNaN(index)) return;
    const span = rows.spanAt(index);
    if (target?.classList.contains('twistie') && (layout.descendants[span] ?? 0) > 0)
      toggle(span, !collapsed.has(span));
    else select(span, 'pointer');
  };
  const onDoubleClick = () => {
    if (selected !== undefined) options.onOpen(selected);
  };
  element.addEventListener('keydown', onKey);
  element.addEventListener('click', onClick);
  element.addEventListener('dblclick', onDoubleClick);
  element.addEventListener('focus', paint);
  element.addEventListener('blur', paint);
  const zooming = listenForZoom(element, axis.element, {
    zoom: (factor, x) => zoomAt(factor, timeAt(view, x, width)),
    pan(pixels) {
      if (layout) showView(pan(view, timeAt(view, pixels, width) - view.from, layout.duration));
    },
  });
  const resized = new ResizeObserver(() => {
    const next = axis.element.clientWidth;
    canvas.element.style.left = `${treeHeader.offsetWidth}px`;
    if (next === width) return;
    width = next;
    showView(view);
  });
  resized.observe(axis.element);

  const measure = () => {
    width = axis.element.clientWidth;
    canvas.element.style.left = `${treeHeader.offsetWidth}px`;
  };
  const take = (next: TraceLayout) => {
    layout = next;
    growth.follow(next);
    slots = next.services.map(options.slotOf);
    arrange();
  };
  return {
    element,
    get selected() {
      return selected;
    },
    get layout() {
      return layout;
    },
    open(next) {
      collapsed = new Set();
      selected = undefined;
      view = wholeTrace(next.duration);
      take(next);
      measure();
      list.setTop(0);
      showView(view);
      list.render();
    },
    update(next) {
      if (!layout) return;
      const before = layout;
      const top = list.top;
      const visible = list.visible();
      const selectedRow = selected === undefined ? -1 : rows.rowOf(selected);
      const seen = selectedRow >= visible.first && selectedRow < visible.end;
      // What the user looks at keeps its place: the selected row if it can be seen, else the first one.
      const anchorRow = seen ? selectedRow : top === 0 ? undefined : visible.first;
      const anchor = anchorRow === undefined ? undefined : before.key[rows.spanAt(anchorRow)];
      collapsed = carryCollapsed(before.key, next.key, collapsed);
      const found = selected === undefined ? -1 : next.key.indexOf(before.key[selected] ?? 0);
      const hasEnded = selected !== undefined && found !== -1 && before.row[selected] !== next.row[found];
      selected = found === -1 ? undefined : found;
      view = growView(view, before.duration, next.duration);
      take(next);
      const anchored = anchor === undefined ? -1 : next.key.indexOf(anchor);
      if (anchorRow !== undefined && anchored !== -1)
        list.setTop(top + (rows.rowOf(anchored) - anchorRow) * ROW_HEIGHT);
      showView(view);
      list.render();
      // More is known of it than what is shown.
      if (hasEnded) options.onSelect(found, 'page');
    },
    select,
    setTheme(theme) {
      palette = barPalette(theme);
      list.refresh();
    },
    zoomBy,
    zoomOut,
    focus: () => element.focus(),
    ...disposeAll([
      list,
      growth,
      zooming,
      toDisposable(() => cancelAnimationFrame(frame)),
      toDisposable(() => resized.disconnect()),
      toDisposable(() => element.remove()),
    ]),
  };
}
