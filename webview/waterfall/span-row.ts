// One recycled row of the waterfall: creates its nodes once, and writes only what differs.

import { heldTime } from '../../src/model/held-times.ts';
import { toLine } from '../../src/model/plain-text.ts';
import { SPAN_FLAG, type TraceLayout } from '../../src/model/trace-layout.ts';
import { createElement, setAttribute, setClass, setText } from '../kit/element.ts';
import { CUT_OFF_TEXT, HELD_TEXT, RUNNING_TEXT, spanTime, withHeld } from './span-state.ts';

export interface SpanRow {
  readonly element: HTMLElement;
  readonly indent: HTMLElement;
  readonly twistie: HTMLElement;
  readonly dot: HTMLElement;
  readonly mark: HTMLElement;
  readonly name: HTMLElement;
  readonly service: HTMLElement;
  readonly timeCell: HTMLElement;
  readonly time: HTMLElement;
}

export interface SpanRowContent {
  readonly layout: TraceLayout;
  readonly span: number;
  /** Position among the rows. */
  readonly row: number;
  readonly collapsed: boolean;
  readonly selected: boolean;
  readonly slot: number;
}

/** Deeper levels share the last indent: names must stay readable in a narrow column. */
const DEEPEST_INDENT = 24;
const INDENT = 10;

export const ORPHAN_TEXT = 'Its parent span is not here: not exported, not yet arrived, or evicted.';
export const CYCLE_TEXT = 'Its parent spans form a ring, which no real trace has: it is shown as a root.';

let created = 0;

export function createSpanRow(): SpanRow {
  const element = createElement('div', 'row span-row', 'row');
  element.id = `span-row-${created++}`;
  const tree = createElement('div', 'cell tree', 'gridcell');
  const timeCell = createElement('div', 'cell time', 'gridcell');
  const row = {
    element,
    indent: createElement('span', 'indent'),
    twistie: createElement('span', 'twistie'),
    dot: createElement('span', 'dot'),
    mark: createElement('span', 'mark', 'img'),
    name: createElement('span', 'name'),
    service: createElement('span', 'service'),
    timeCell,
    time: createElement('span', 'visually-hidden'),
  };
  timeCell.append(row.time);
  tree.append(row.indent, row.twistie, row.dot, row.mark, row.name, row.service);
  element.append(tree, timeCell);
  return row;
}

export function fillSpanRow(row: SpanRow, content: SpanRowContent): void {
  const { layout, span } = content;
  const { element } = row;
  const depth = layout.depth[span] ?? 0;
  const flags = layout.flags[span] ?? 0;
  const service = layout.services[layout.service[span] ?? 0] ?? '';
  const name = toLine(layout.names[layout.name[span] ?? 0] ?? '');
  const parent = (layout.descendants[span] ?? 0) > 0;

  setAttribute(element, 'aria-rowindex', String(content.row + 2));
  setAttribute(element, 'aria-level', String(depth + 1));
  setAttribute(element, 'aria-expanded', parent ? String(!content.collapsed) : undefined);
  setAttribute(element, 'aria-selected', String(content.selected));
  setAttribute(element, 'data-service', service);
  setClass(element, `row span-row${(flags & SPAN_FLAG.error) !== 0 ? ' error' : ''}`);
  const indent = `${Math.min(DEEPEST_INDENT, depth) * INDENT}px`;
  if (row.indent.style.width !== indent) row.indent.style.width = indent;
  setClass(row.twistie, parent ? (content.collapsed ? 'twistie closed' : 'twistie open') : 'twistie');
  setClass(row.dot, `dot service-${content.slot}`);
  fillMark(row.mark, flags);
  setText(row.name, name === '' ? '(no name)' : name);
  setClass(row.name, name === '' ? 'name placeholder' : 'name');
  setText(row.service, service === '' ? '(no service)' : toLine(service, 80));
  const held = heldTime(layout.held, span);
  const time = withHeld(spanTime(layout, span), held);
  setText(row.time, time);
  setAttribute(row.timeCell, 'title', held > 0 ? `${time}. ${HELD_TEXT}` : undefined);
}

/** What is wrong with the tree comes before the state of the span; an error can come with either. */
function fillMark(mark: HTMLElement, flags: number): void {
  const said = MARKS.filter(({ flag }) => (flags & flag) !== 0);
  mark.hidden = said.length === 0;
  if (said.length === 0) return;
  const [shown] = said.filter(({ flag }) => flag !== SPAN_FLAG.error);
  const error = (flags & SPAN_FLAG.error) !== 0 ? ' error' : '';
  const label = said.map(({ label }) => label).join('. ');
  setClass(mark, `mark${shown ? ` ${shown.sign}` : ''}${error}`);
  setAttribute(mark, 'aria-label', label);
  setAttribute(mark, 'title', label);
}

const MARKS = [
  { flag: SPAN_FLAG.error, sign: 'error', label: 'Error' },
  { flag: SPAN_FLAG.cycle, sign: 'cycle', label: `Cycle. ${CYCLE_TEXT}` },
  { flag: SPAN_FLAG.orphan, sign: 'orphan', label: `Orphan. ${ORPHAN_TEXT}` },
  { flag: SPAN_FLAG.open, sign: 'running', label: `Running. ${RUNNING_TEXT}` },
  { flag: SPAN_FLAG.cutOff, sign: 'cut-off', label: `Cut off. ${CUT_OFF_TEXT}` },
] as const;
