// The pure parts of the waterfall: rows of a tree, the view of time, ticks, bars and keys.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TraceLayout } from '../../../src/model/trace-layout.ts';
import { axisTicks } from '../../../webview/waterfall/axis-ticks.ts';
import { barBox, hitsBar, labelPlace } from '../../../webview/waterfall/bar-geometry.ts';
import { type BarContext, paintBars } from '../../../webview/waterfall/paint-bars.ts';
import { growView, includeSpan, isWhole, pan, timeAt, wholeTrace, zoom } from '../../../webview/waterfall/time-view.ts';
import { treeAction } from '../../../webview/waterfall/tree-keys.ts';
import { carryCollapsed, createTreeRows, parentOf } from '../../../webview/waterfall/tree-rows.ts';
import { type TraceSpec, tellLargeTrace, tellTrace } from '../../webview/support/trace-spec.ts';

/** a(b(c d) e) f */
const DESCENDANTS = Uint32Array.from([4, 2, 0, 0, 0, 0]);
const DEPTH = Uint16Array.from([0, 1, 2, 2, 1, 0]);

const spansOf = (collapsed: Iterable<number>) => {
  const rows = createTreeRows(DESCENDANTS, new Set(collapsed));
  return Array.from({ length: rows.count }, (_, row) => rows.spanAt(row));
};

test('collapsed spans hide what is below them', () => {
  assert.deepEqual(spansOf([]), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(spansOf([1]), [0, 1, 4, 5]);
  assert.deepEqual(spansOf([0, 1]), [0, 5]);
  const rows = createTreeRows(DESCENDANTS, new Set([1]));
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(rows.rowOf), [0, 1, 1, 1, 2, 3]);
});

test('rows and spans are each other inverse for what can be seen', () => {
  const { descendants } = tellLargeTrace(1, 400, 0).layout;
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(399)), (collapsed) => {
      const rows = createTreeRows(descendants, new Set(collapsed));
      for (let row = 0; row < rows.count; row++) assert.equal(rows.rowOf(rows.spanAt(row)), row);
    }),
  );
});

test('a parent is the nearest span above that is less deep', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((span) => parentOf(DEPTH, span)),
    [undefined, 0, 1, 1, 0, undefined],
  );
});

test('what was collapsed is found again by the rows of the store', () => {
  const before = Uint32Array.from([10, 11, 12]);
  const after = Uint32Array.from([9, 10, 13, 12, 11]);
  assert.deepEqual([...carryCollapsed(before, after, new Set([0, 1]))], [1, 4]);
});

test('keys of a treegrid', () => {
  const rows = createTreeRows(DESCENDANTS, new Set([1]));
  const act = (key: string, selected: number | undefined, collapsed: readonly number[] = [1]) =>
    treeAction(key, { rows, depth: DEPTH, descendants: DESCENDANTS, collapsed: new Set(collapsed), selected, page: 2 });
  assert.deepEqual(act('ArrowDown', undefined), { kind: 'select', span: 0 });
  assert.deepEqual(act('ArrowDown', 1), { kind: 'select', span: 4 });
  assert.deepEqual(act('ArrowUp', 4), { kind: 'select', span: 1 });
  assert.deepEqual(act('PageDown', 0), { kind: 'select', span: 4 });
  assert.deepEqual(act('End', 0), { kind: 'select', span: 5 });
  assert.deepEqual(act('ArrowRight', 1), { kind: 'expand', span: 1 });
  assert.deepEqual(act('ArrowRight', 0), { kind: 'select', span: 1 });
  assert.deepEqual(act('ArrowLeft', 0), { kind: 'collapse', span: 0 });
  assert.deepEqual(act('ArrowLeft', 4), { kind: 'select', span: 0 });
  assert.equal(act('ArrowLeft', 5), undefined);
  assert.deepEqual(act('Enter', 4), { kind: 'open', span: 4 });
  assert.equal(act('a', 4), undefined);
});

test('zooming keeps the time under the pointer and stays within the trace', () => {
  const duration = 1e9;
  const near = (value: number, expected: number) =>
    assert.ok(Math.abs(value - expected) < 1e-3, `${value} ~ ${expected}`);
  const closer = zoom(wholeTrace(duration), 0.5, 4e8, duration);
  near(timeAt(closer, 400, 1000), 4e8);
  assert.ok(isWhole(zoom(closer, 10, 4e8, duration), duration));
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      (factor, anchor) => {
        const view = zoom(closer, factor, anchor, duration);
        assert.ok(view.from >= 0 && view.to <= duration + 1 && view.to > view.from);
      },
    ),
  );
  assert.deepEqual(pan(closer, -1e12, duration).from, 0);
});

test('a grown trace is shown whole to who saw the whole', () => {
  assert.deepEqual(growView(wholeTrace(100), 100, 300), wholeTrace(300));
  assert.deepEqual(growView({ from: 20, to: 60 }, 100, 300), { from: 20, to: 60 });
});

test('a selected span outside the view is brought into it', () => {
  const view = includeSpan({ from: 0, to: 100 }, 500, 20, 1000);
  assert.ok(view.from <= 500 && view.to >= 520 && view.to - view.from === 100);
  assert.deepEqual(includeSpan({ from: 0, to: 100 }, 90, 200, 1000), { from: 0, to: 100 });
});

test('ticks are round, apart, and labelled as finely as the step asks', () => {
  assert.deepEqual(axisTicks({ from: 0, to: 412e6 }, 400), [
    { x: 0, label: '0' },
    { x: (100 / 412) * 400, label: '100 ms' },
    { x: (200 / 412) * 400, label: '200 ms' },
    { x: (300 / 412) * 400, label: '300 ms' },
    { x: (400 / 412) * 400, label: '400 ms' },
  ]);
  assert.deepEqual(
    axisTicks({ from: 1_200_000, to: 1_201_000 }, 250).map((tick) => tick.label),
    ['1.2000 ms', '1.2005 ms', '1.2010 ms'],
  );
  assert.deepEqual(axisTicks({ from: 0, to: 10 }, 20), []);
});

test('bars are clipped to the view and never too thin to see', () => {
  const view = { from: 100, to: 200 };
  assert.equal(barBox(0, 50, view, 1000), undefined);
  assert.equal(barBox(201, 50, view, 1000), undefined);
  assert.deepEqual(barBox(150, 10, view, 1000), { left: 500, width: 100 });
  assert.deepEqual(barBox(150, 0, view, 1000), { left: 500, width: 2 });
  assert.deepEqual(barBox(0, 1000, view, 1000), { left: -4, width: 1008 });
  assert.deepEqual(barBox(200, 0, view, 1000), { left: 998, width: 2 });
  const bars = { start: Float64Array.of(150), durations: Float64Array.of(10) };
  assert.deepEqual(
    [490, 498, 550, 602, 610].map((x) => hitsBar(bars, 0, x, view, 1000)),
    [false, true, true, true, false],
  );
});

test('a label stands where there is room', () => {
  assert.equal(labelPlace({ left: 10, width: 20 }, [], 40, 200).side, 'right');
  assert.equal(labelPlace({ left: 150, width: 40 }, [], 40, 200).side, 'left');
  const whole = { left: 0, width: 200 };
  assert.equal(labelPlace(whole, [], 40, 200).side, 'inside');
  const held = [
    { left: 20, width: 100 },
    { left: 150, width: 10 },
  ];
  assert.deepEqual(labelPlace(whole, held, 40, 200), { x: 50, side: 'held' });
});

interface Drawn {
  readonly calls: readonly (readonly [what: string, ...args: readonly (number | string)[]])[];
  readonly context: BarContext;
}

function createDrawn(): Drawn {
  const calls: [string, ...(number | string)[]][] = [];
  const note =
    (what: string) =>
    (...args: readonly unknown[]) =>
      void calls.push([what, ...args.filter((arg) => typeof arg === 'number' || typeof arg === 'string')]);
  const metrics = { width: 6 };
  const context: BarContext = {
    clearRect: note('clearRect'),
    fillRect: note('fillRect'),
    fillText: note('fillText'),
    beginPath: note('beginPath'),
    roundRect: note('roundRect'),
    moveTo: note('moveTo'),
    lineTo: note('lineTo'),
    closePath: note('closePath'),
    fill: note('fill'),
    stroke: note('stroke'),
    measureText: () => metrics,
    ...{ fillStyle: '', strokeStyle: '', lineWidth: 1, font: '', textBaseline: 'middle' },
  };
  return { calls, context };
}

const PALETTE = {
  services: ['a', 'b', 'c', 'd'],
  error: 'e',
  grid: 'g',
  label: 'l',
  labelInside: 'i',
  labelSelected: 's',
  font: 'f',
};

function paint(layout: TraceLayout, first: number, end: number, view = wholeTrace(layout.duration)): Drawn['calls'] {
  const { calls, context } = createDrawn();
  const rows = createTreeRows(layout.descendants, new Set());
  const scene = { layout, rows, first, end, rowHeight: 22, width: 600, view, ticks: [] };
  paintBars(context, { ...scene, slots: [0, 1, 2, 3], highlighted: undefined }, PALETTE);
  return calls;
}

test('painting does as much as there are rows to paint, whatever the size of the trace', () => {
  const { length } = paint(tellLargeTrace(1, 50_000, 0).layout, 1000, 1040);
  assert.ok(length > 40 && length < 40 * 6, String(length));
});

/** A request of six seconds, of which the debugger held five; a query within it, that was over before. */
const PAUSED: TraceSpec = {
  number: 1,
  startTime: 0,
  pauses: { shop: [500, 5500] },
  roots: [
    {
      ...{ name: 'request', service: 'shop', at: 0, takes: 6000 },
      children: [{ name: 'query', service: 'shop', at: 100, takes: 200 }],
    },
  ],
};

test('what the debugger held is hatched where it lies, and is in no label', () => {
  const { layout } = tellTrace(PAUSED, 0);
  const calls = paint(layout, 0, 2);
  const [cleared, label, ...others] = calls.filter(([what, , top]) => what === 'clearRect' && top !== 0);
  assert.deepEqual([cleared, others.length], [['clearRect', 50, 5, 500, 12], 0], 'the bar is taken away there');
  assert.deepEqual(label?.slice(1, 4), [288, 5, 24], 'nothing runs through the letters');
  assert.deepEqual(
    calls.filter(([what]) => what === 'fillText').map(([, label]) => label),
    ['1 s', '200 ms'],
  );
  const strokes = calls.filter(([what]) => what === 'moveTo' || what === 'lineTo');
  assert.ok(strokes.length > 100 && strokes.length < 200, String(strokes.length));
  for (const [, x, y] of strokes) {
    assert.ok(Number(x) >= 50 && Number(x) <= 550, `${x} is beside what was held`);
    assert.ok(Number(y) >= 5 && Number(y) <= 17, `${y} is beside the bar`);
  }
});

test('a view of a part of what was held is hatched throughout', () => {
  const { layout } = tellTrace(PAUSED, 0);
  const calls = paint(layout, 0, 1, { from: 1e9, to: 2e9 });
  const hatch = calls.findIndex(([what, , top]) => what === 'clearRect' && top === 5);
  assert.deepEqual(calls.slice(hatch, hatch + 2), [
    ['clearRect', -4, 5, 608, 12],
    ['fillRect', -4, 5, 608, 1],
  ]);
});
