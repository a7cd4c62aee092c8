// A long list in a scrolling element out of a few recycled rows: work and nodes are bounded by what is visible.

import { toDisposable } from '../../src/base/disposable.ts';
import {
  nextWindow,
  type RowGeometry,
  type RowWindow,
  revealTop,
  scrollExtent,
  toListTop,
  toScrollTop,
  visibleRows,
} from './row-window.ts';

export interface VirtualListOptions<R> {
  /** The scrolling element; what it holds before the list (a sticky header) is its affair. */
  readonly scroller: HTMLElement;
  /** Pixels at the scroller's top that a sticky header covers. */
  readonly headerHeight: number;
  readonly rowHeight: number;
  createRow(): R;
  elementOf(row: R): HTMLElement;
  /** Fills a recycled row for a list position. */
  fillRow(row: R, index: number): void;
  /** After rows of a new window were filled: the place to paint what lies over them. */
  onWindow?(window: RowWindow): void;
}

export interface VirtualList<R> extends Disposable {
  /** Moves with the content: what is put here scrolls with the rows. */
  readonly layer: HTMLElement;
  readonly window: RowWindow;
  readonly geometry: RowGeometry;
  /** Pixels of the list above what is visible. */
  readonly top: number;
  /** Fills all rows anew in the next frame. */
  refresh(): void;
  /** The same, now. */
  render(): void;
  setCount(count: number): void;
  setTop(top: number): void;
  reveal(index: number): void;
  /** The row's present nodes, if it has any. */
  rowAt(index: number): R | undefined;
  /** Rows that can be seen, wholly or in part. */
  visible(): { readonly first: number; readonly end: number };
}

const OVERSCAN = 10;

export function createVirtualList<R>(options: VirtualListOptions<R>): VirtualList<R> {
  const { scroller, headerHeight, rowHeight } = options;
  const spacer = document.createElement('div');
  spacer.className = 'virtual-spacer';
  spacer.role = 'presentation';
  const layer = document.createElement('div');
  layer.className = 'virtual-layer';
  layer.role = 'presentation';
  const body = document.createElement('div');
  body.role = 'rowgroup';
  layer.append(body);
  spacer.append(layer);
  scroller.append(spacer);

  let geometry: RowGeometry = { count: 0, rowHeight, height: Math.max(0, scroller.clientHeight - headerHeight) };
  let current: RowWindow = { first: 0, end: 0, base: 0 };
  let slots: { readonly row: R; index: number; base: number }[] = [];
  let frame = 0;
  let stale = true;
  let layerTop = -1;

  const listTop = () => toListTop(scroller.scrollTop, geometry);

  const render = () => {
    if (frame !== 0) cancelAnimationFrame(frame);
    frame = 0;
    const top = listTop();
    const next = nextWindow(stale ? undefined : current, top, geometry, OVERSCAN);
    // The two tops differ only in lists taller than browsers can scroll: there the layer rides along with the position.
    const nextLayerTop = next.base * rowHeight + Math.max(0, scroller.scrollTop) - top;
    if (nextLayerTop !== layerTop) {
      layerTop = nextLayerTop;
      layer.style.top = `${layerTop}px`;
    }
    if (!stale && next === current) return;
    current = next;
    fill();
    stale = false;
    options.onWindow?.(current);
  };

  const fill = () => {
    const needed = current.end - current.first;
    const most = Math.ceil(geometry.height / rowHeight) + 1 + 2 * OVERSCAN;
    if (slots.length < needed || slots.length > most + OVERSCAN)
      resizePool(Math.max(needed, Math.min(most, geometry.count)));
    const used = new Set<number>();
    for (let index = current.first; index < current.end; index++) {
      const at = index % slots.length;
      used.add(at);
      const slot = slots[at];
      if (!slot || (slot.index === index && slot.base === current.base && !stale)) continue;
      const element = options.elementOf(slot.row);
      if (slot.index === -1) element.hidden = false;
      if (slot.index !== index || slot.base !== current.base)
        element.style.transform = `translateY(${(index - current.base) * rowHeight}px)`;
      slot.index = index;
      slot.base = current.base;
      options.fillRow(slot.row, index);
    }
    for (const [at, slot] of slots.entries()) {
      if (used.has(at) || slot.index === -1) continue;
      slot.index = -1;
      options.elementOf(slot.row).hidden = true;
    }
  };

  const resizePool = (size: number) => {
    for (const slot of slots.splice(size)) options.elementOf(slot.row).remove();
    while (slots.length < size) {
      const row = options.createRow();
      options.elementOf(row).hidden = true;
      body.append(options.elementOf(row));
      slots.push({ row, index: -1, base: 0 });
    }
    // Another size is another ring: every row has a new place.
    slots = slots.map((slot) => {
      options.elementOf(slot.row).hidden = true;
      return { row: slot.row, index: -1, base: 0 };
    });
  };

  const schedule = () => {
    if (frame === 0) frame = requestAnimationFrame(render);
  };
  const setHeight = () => {
    const height = Math.max(0, scroller.clientHeight - headerHeight);
    if (height === geometry.height) return;
    geometry = { ...geometry, height };
    stale = true;
    schedule();
  };
  scroller.addEventListener('scroll', schedule, { passive: true });
  const resized = new ResizeObserver(setHeight);
  resized.observe(scroller);

  const setTop = (top: number) => {
    scroller.scrollTop = toScrollTop(top, geometry);
  };
  return {
    layer,
    get window() {
      return current;
    },
    get geometry() {
      return geometry;
    },
    get top() {
      return listTop();
    },
    refresh() {
      stale = true;
      schedule();
    },
    render() {
      stale = true;
      render();
    },
    setCount(count) {
      if (count === geometry.count) return;
      geometry = { count, rowHeight, height: Math.max(0, scroller.clientHeight - headerHeight) };
      spacer.style.height = `${scrollExtent(geometry)}px`;
      stale = true;
      schedule();
    },
    setTop,
    reveal(index) {
      const top = listTop();
      const wanted = revealTop(index, top, geometry);
      if (wanted !== top) setTop(wanted);
    },
    rowAt(index) {
      if (index < current.first || index >= current.end || slots.length === 0) return undefined;
      const slot = slots[index % slots.length];
      return slot?.index === index ? slot.row : undefined;
    },
    visible: () => visibleRows(listTop(), geometry),
    ...toDisposable(() => {
      cancelAnimationFrame(frame);
      resized.disconnect();
      scroller.removeEventListener('scroll', schedule);
      spacer.remove();
    }),
  };
}
