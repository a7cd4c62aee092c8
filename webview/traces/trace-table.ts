// The live table of traces: only what is visible is fetched, and what the user looks at does not move.

import { toDisposable } from '../../src/base/disposable.ts';
import type { TraceId } from '../../src/model/ids.ts';
import type { TracesPage } from '../../src/protocol/store-api.ts';
import { newestOf } from '../client/newest.ts';
import { createElement } from '../kit/element.ts';
import { createVirtualList } from '../kit/virtual-list.ts';
import { createTableRow, fillTableRow, type TableRow } from './trace-table-row.ts';
import {
  anchorShift,
  covers,
  type LoadedTraces,
  NOTHING_LOADED,
  rangeToLoad,
  rowAt,
  toLoaded,
} from './trace-window.ts';

const ROW_HEIGHT = 22;
const HEADER_HEIGHT = 24;

export interface TraceTableOptions {
  fetch(first: number, count: number, signal: AbortSignal): Promise<TracesPage>;
  slotOf(service: string): number;
  onOpen(trace: TraceId): void;
  /** After rows came in. */
  onLoaded(total: number): void;
  /** A fetch that the user's scrolling asked for went wrong; the live loop will ask again. */
  onError(error: unknown): void;
}

export interface TraceTable extends Disposable {
  readonly element: HTMLElement;
  /** Fetches what is visible; rejects when the store does not answer. */
  load(): Promise<void>;
  /** Another filter: another list. */
  reset(): Promise<void>;
  markOpen(trace: TraceId | undefined): void;
}

export function createTraceTable(options: TraceTableOptions): TraceTable {
  const element = createElement('div', 'traces-table', 'grid');
  element.tabIndex = 0;
  element.ariaLabel = 'Traces, newest first';
  element.append(createHeader());

  let loaded: LoadedTraces = NOTHING_LOADED;
  let cursor: number | undefined;
  let open: TraceId | undefined;
  /** The row under the cursor is to be opened as soon as it is there. */
  let isAwaited = false;
  /** The last one, if it was on a row. */
  let press: PointerEvent | undefined;

  const list = createVirtualList<TableRow>({
    scroller: element,
    headerHeight: HEADER_HEIGHT,
    rowHeight: ROW_HEIGHT,
    createRow: createTableRow,
    elementOf: (row) => row.element,
    fillRow(row, index) {
      const trace = rowAt(loaded, index);
      const isOpen = trace !== undefined && trace.id === open;
      fillTableRow(row, { trace, index, cursor: index === cursor, open: isOpen, slotOf: options.slotOf });
    },
    onWindow({ first, end }) {
      let longest = 0;
      for (let index = first; index < end; index++) {
        const trace = rowAt(loaded, index);
        if (trace) longest = Math.max(longest, trace.duration - trace.held);
      }
      element.style.setProperty('--longest', String(longest / 1e6 || 1));
      const active = cursor === undefined ? undefined : list.rowAt(cursor)?.element.id;
      if (active) element.setAttribute('aria-activedescendant', active);
      else element.removeAttribute('aria-activedescendant');
      if (!covers(loaded, first, end)) load().catch(options.onError);
    },
  });

  const anchorOf = (): { readonly id: TraceId; readonly index: number } | undefined => {
    const { first, end } = list.visible();
    const held = document.activeElement === element && cursor !== undefined && cursor >= first && cursor < end;
    if (!held && list.top === 0) return undefined;
    const index = held && cursor !== undefined ? cursor : first;
    const row = rowAt(loaded, index);
    return row && { id: row.id, index };
  };
  const accept = (next: LoadedTraces) => {
    const anchor = anchorOf();
    const held = cursor === undefined ? undefined : rowAt(loaded, cursor);
    const shift = anchor ? anchorShift(loaded, next, anchor) : 0;
    if (cursor !== undefined) {
      cursor += held ? anchorShift(loaded, next, { id: held.id, index: cursor }) : shift;
      cursor = next.total === 0 ? undefined : Math.max(0, Math.min(next.total - 1, cursor));
    }
    const top = list.top;
    loaded = next;
    element.ariaRowCount = String(next.total + 1);
    list.setCount(next.total);
    if (shift !== 0) list.setTop(top + shift * ROW_HEIGHT);
    list.render();
    options.onLoaded(next.total);
    if (isAwaited && cursor !== undefined) openAt(cursor);
  };
  const load = newestOf(async (signal: AbortSignal) => {
    const visible = list.visible();
    // Before the first answer nothing is visible yet: what fits is asked for.
    const fits = Math.ceil(list.geometry.height / ROW_HEIGHT) + 1;
    const { first, count } = rangeToLoad(visible.first, Math.max(visible.end, visible.first + fits));
    accept(toLoaded(first, await options.fetch(first, count, signal)));
  });

  const moveTo = (index: number) => {
    if (loaded.total === 0) return;
    cursor = Math.max(0, Math.min(loaded.total - 1, index));
    isAwaited = false;
    list.reveal(cursor);
    list.refresh();
  };
  const openAt = (index: number) => {
    const trace = rowAt(loaded, index);
    cursor = index;
    isAwaited = trace === undefined;
    open = trace?.id ?? open;
    list.render();
    if (trace) options.onOpen(trace.id);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(list.geometry.height / ROW_HEIGHT) - 1);
    // Focus alone chooses no row, as a chosen row is held in place while newer ones arrive above it.
    const at = cursor ?? list.visible().first - 1;
    const target: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: loaded.total - 1,
    };
    const index = target[event.key];
    if (index !== undefined) moveTo(index);
    else if ((event.key === 'Enter' || event.key === ' ') && cursor !== undefined) openAt(cursor);
    else return;
    event.preventDefault();
  };
  // A row that is pressed is the one under the cursor, which is known again though newer ones move it before the release.
  const onPress = (event: PointerEvent) => {
    const index = indexOfRow(event.target);
    press = event.button === 0 && index !== undefined ? event : undefined;
    if (press === undefined) return;
    cursor = index;
    isAwaited = false;
    list.refresh();
  };
  const onClick = (event: MouseEvent) => {
    // Without a pointer (assistive technology) there was no press, but there is a row.
    if (event.detail === 0) {
      const index = indexOfRow(event.target);
      if (index !== undefined) openAt(index);
    } else if (press && cursor !== undefined && isNear(press, event)) openAt(cursor);
  };
  element.addEventListener('keydown', onKey);
  element.addEventListener('pointerdown', onPress);
  element.addEventListener('click', onClick);

  return {
    element,
    load: () => load(),
    reset() {
      // The rows of the former list are what is seen, and what a click opens, until those of the new one come.
      cursor = undefined;
      isAwaited = false;
      list.setTop(0);
      return load();
    },
    markOpen(trace) {
      open = trace;
      list.refresh();
    },
    ...toDisposable(() => {
      list[Symbol.dispose]();
      element.remove();
    }),
  };
}

function indexOfRow(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('.trace-row') : null;
  return row ? Number(row.getAttribute('aria-rowindex')) - 2 : undefined;
}

/** Released where it was pressed: farther away the user has changed their mind. */
function isNear(press: PointerEvent, release: MouseEvent): boolean {
  return Math.hypot(release.clientX - press.clientX, release.clientY - press.clientY) < ROW_HEIGHT / 2;
}

const COLUMNS: readonly (readonly [className: string, title: string])[] = [
  ['status', 'Status'],
  ['start', 'Start'],
  ['name-cell', 'Name'],
  ['services', 'Services'],
  ['spans number', 'Spans'],
  ['errors number', 'Errors'],
  ['duration', 'Duration'],
];

function createHeader(): HTMLElement {
  const header = createElement('div', 'sticky-header', 'rowgroup');
  const row = createElement('div', 'header-row', 'row');
  row.setAttribute('aria-rowindex', '1');
  for (const [className, title] of COLUMNS) {
    const cell = createElement('div', `cell ${className}`, 'columnheader');
    const text = createElement('span', className === 'status' ? 'visually-hidden' : '');
    text.textContent = title;
    cell.append(text);
    row.append(cell);
  }
  header.append(row);
  return header;
}
