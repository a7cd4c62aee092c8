// The page of the paint benchmark: the real waterfall, and beside it rows of plain DOM with their bars, as one would write first.

import { formatDuration } from '../../../src/model/format-duration.ts';
import type { TraceLayout } from '../../../src/model/trace-layout.ts';
import { createServiceSlots } from '../../../webview/kit/service-palette.ts';
import { applyServiceColors, readTheme } from '../../../webview/kit/theme.ts';
import { createWaterfall } from '../../../webview/waterfall/waterfall.ts';
import { tellLargeTrace } from './trace-spec.ts';

export type Renderer = 'canvas' | 'dom' | 'idle';

export interface PaintPage {
  prepare(spans: number): void;
  /** Milliseconds from a layout at hand to the frame that shows it. */
  firstPaint(spans: number): Promise<number>;
  open(renderer: Renderer, spans: number): Promise<void>;
  /** Scrolls, or zooms, by one step a frame; milliseconds between frames. */
  drive(mode: 'scroll' | 'zoom', frames: number): Promise<readonly number[]>;
  close(): void;
}

interface Shown extends Disposable {
  step(mode: 'scroll' | 'zoom', frame: number): void;
}

const layouts = new Map<number, TraceLayout>();
let shown: Shown | undefined;

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
const afterFrame = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    requestAnimationFrame(() => port2.postMessage(0));
  });

function place(): HTMLElement {
  const app = document.getElementById('app');
  if (!app) throw new Error('no #app');
  return app;
}

function layoutOf(spans: number): TraceLayout {
  const known = layouts.get(spans) ?? tellLargeTrace(spans, spans, 0).layout;
  layouts.set(spans, known);
  return known;
}

function showCanvas(layout: TraceLayout): Shown {
  const theme = readTheme('--vscode-editor-background');
  applyServiceColors(place(), theme);
  const waterfall = createWaterfall({ theme, slotOf: createServiceSlots(), onSelect() {}, onOpen() {} });
  const body = document.createElement('div');
  body.className = 'trace-body';
  body.append(waterfall.element);
  place().append(body);
  waterfall.open(layout);
  return {
    step(mode, frame) {
      if (mode === 'scroll') waterfall.element.scrollTop = frame * 137;
      else waterfall.zoomBy(frame % 200 < 100 ? 1 / 1.03 : 1.03);
    },
    [Symbol.dispose]() {
      waterfall[Symbol.dispose]();
      body.remove();
    },
  };
}

/** Recycled rows as well, written only where they differ: virtual DOM rows at their best. */
function showDom(layout: TraceLayout): Shown {
  const rowHeight = 22;
  const nameWidth = 420;
  const width = innerWidth - nameWidth;
  const count = Math.ceil(innerHeight / rowHeight) + 2;
  const colors = readTheme('--vscode-editor-background').services;
  const scroller = document.createElement('div');
  scroller.style.cssText = 'position:absolute;inset:0;overflow:auto;background:var(--page-ground)';
  const spacer = document.createElement('div');
  spacer.style.cssText = `position:relative;height:${layout.count * rowHeight}px`;
  scroller.append(spacer);
  const part = (css: string) => {
    const element = document.createElement('div');
    element.style.cssText = css;
    return element;
  };
  const rows = Array.from({ length: count }, () => {
    const row = part('position:absolute;left:0;right:0;height:22px;line-height:22px;contain:strict;white-space:nowrap');
    const name = part(`position:absolute;left:0;width:${nameWidth}px;overflow:hidden;text-overflow:ellipsis`);
    const bar = part('position:absolute;top:5px;height:12px;transform-origin:0 0;border-radius:2px');
    const label = part('position:absolute;font-size:11px');
    row.append(name, bar, label);
    spacer.append(row);
    return { row, name, bar, label, at: -1, view: '' };
  });
  place().append(scroller);
  let from = 0;
  let to = layout.duration;
  const draw = () => {
    const first = Math.floor(scroller.scrollTop / rowHeight);
    const view = `${from} ${to}`;
    for (let index = first; index < Math.min(layout.count, first + count); index++) {
      const row = rows[index % count];
      if (!row) continue;
      if (row.at !== index) {
        row.at = index;
        row.view = '';
        row.row.style.transform = `translateY(${index * rowHeight}px)`;
        row.name.textContent = layout.names[layout.name[index] ?? 0] ?? '';
        row.name.style.paddingLeft = `${20 + (layout.depth[index] ?? 0) * 10}px`;
        row.bar.style.background = colors[layout.service[index] ?? 0] ?? '';
        row.label.textContent = formatDuration(layout.durations[index] ?? 0);
      }
      if (row.view === view) continue;
      row.view = view;
      const scale = width / (to - from);
      const left = nameWidth + ((layout.start[index] ?? 0) - from) * scale;
      const barWidth = Math.max(2, (layout.durations[index] ?? 0) * scale);
      row.bar.style.transform = `translateX(${left}px)`;
      row.bar.style.width = `${Math.min(width, barWidth)}px`;
      row.label.style.transform = `translateX(${Math.min(innerWidth, left + barWidth + 6)}px)`;
    }
  };
  draw();
  return {
    step(mode, frame) {
      if (mode === 'scroll') scroller.scrollTop = frame * 137;
      else {
        const factor = frame % 200 < 100 ? 1 / 1.03 : 1.03;
        const middle = (from + to) / 2;
        const half = ((to - from) / 2) * factor;
        from = Math.max(0, middle - half);
        to = Math.min(layout.duration, middle + half);
      }
      draw();
    },
    [Symbol.dispose]: () => scroller.remove(),
  };
}

const paintPage: PaintPage = {
  prepare: (spans) => void layoutOf(spans),
  async firstPaint(spans) {
    const layout = layoutOf(spans);
    await afterFrame();
    await nextFrame();
    const start = performance.now();
    const painted = showCanvas(layout);
    await afterFrame();
    const time = performance.now() - start;
    painted[Symbol.dispose]();
    return time;
  },
  async open(renderer, spans) {
    const layout = layoutOf(spans);
    if (renderer === 'canvas') shown = showCanvas(layout);
    if (renderer === 'dom') shown = showDom(layout);
    await afterFrame();
  },
  async drive(mode, frames) {
    const intervals: number[] = [];
    let last = await nextFrame();
    for (let frame = 0; frame < frames; frame++) {
      shown?.step(mode, frame);
      const now = await nextFrame();
      intervals.push(now - last);
      last = now;
    }
    return intervals;
  },
  close() {
    shown?.[Symbol.dispose]();
    shown = undefined;
  },
};

declare global {
  interface Window {
    paintPage: PaintPage;
  }
}
window.paintPage = paintPage;
