// The page of the panel view "Traces": the live table and what stands around it.

import './traces.css';
import { render } from 'preact';
import type { RunAgain } from '../../src/model/run-again.ts';
import type { DoctorWish, ViewRequest } from '../../src/protocol/editor-api.ts';
import type { NameStatistics, StoreSummary, TraceFilter } from '../../src/protocol/store-api.ts';
import { parseTracesPageState, type TracesPageState, VIEW_STATE_VERSION } from '../../src/protocol/view-state.ts';
import { delay, follow } from '../client/follow.ts';
import { connectHost } from '../client/host.ts';
import { claimFocus } from '../kit/claim-focus.ts';
import { appElement, createElement } from '../kit/element.ts';
import { createServiceSlots } from '../kit/service-palette.ts';
import { applyServiceColors, readTheme, watchTheme } from '../kit/theme.ts';
import { StatisticsTable } from '../traces/statistics-table.tsx';
import { createTraceTable } from '../traces/trace-table.ts';
import { TracesEmpty } from '../traces/traces-empty.tsx';
import { TracesToolbar } from '../traces/traces-toolbar.tsx';

const { store, editor, readState, writeState } = connectHost();
const app = appElement();
const closed = new AbortController();
window.addEventListener('pagehide', () => closed.abort(new Error('the page is closed')));

let summary: StoreSummary | undefined;
let view: ViewRequest | undefined;
let filter: TraceFilter = { query: parseTracesPageState(readState())?.query ?? '' };
let shown = 0;
let disconnected = false;
let isStatistics = false;
let statistics: readonly NameStatistics[] | undefined;

const toolbar = createElement('div', 'toolbar-place');
const empty = createElement('div', 'empty-place');
const statisticsPlace = createElement('div', 'statistics-place');
const slotOf = createServiceSlots();
const table = createTraceTable({
  fetch: (first, count, signal) => store.traces({ filter, first, count }, signal),
  slotOf,
  onOpen: (trace) => void editor.openTrace(trace, undefined),
  onLoaded(total) {
    shown = total;
    paint();
  },
  // The live loop meets the same failure, tells the user and asks again.
  onError() {},
});
const filterBox = {
  check: (text: string) => store.checkFilter(text),
  complete: (text: string, cursor: number) => store.completeFilter(text, cursor),
  onFilter: setQuery,
  onLeave: () => table.element.focus(),
};
const heading = createElement('h1', 'visually-hidden');
heading.textContent = 'Traces';
app.append(heading, toolbar, table.element, statisticsPlace, empty);
claimFocus(table.element);

function paint(): void {
  // While no store runs the editor still says why there is nothing to see.
  const vacant = isDoctorAsked() || (summary === undefined ? view !== undefined : shown === 0);
  const isTable = !vacant && !isStatistics;
  table.element.hidden = !isTable || summary === undefined;
  statisticsPlace.hidden = vacant || !isStatistics;
  empty.hidden = !vacant;
  const chosen = { summary, filter, shown, disconnected, filterBox, isStatistics, onStatistics: showStatistics };
  render(<TracesToolbar {...chosen} onClearFilter={clearSite} />, toolbar);
  const isFiltered = filter.site !== undefined || (filter.query ?? '') !== '';
  const filtered = isFiltered && summary !== undefined && summary.traces > 0;
  const hasTraces = (summary?.traces ?? 0) > 0;
  const onDoctor = (wish: DoctorWish) => {
    void editor.doctor(wish);
    if (wish.kind === 'close') table.element.focus();
  };
  const onRunAgain = (session: string, how: RunAgain) => void editor.runAgain(session, how);
  const onStart = (what: 'terminal' | 'task') => void editor.start(what);
  const isBySite = filter.site !== undefined && (filter.query ?? '') === '';
  const props = {
    hint: view?.hint,
    filtered,
    notices: summary?.notices ?? [],
    isBySite,
    hasTraces,
    onClearFilter: clearFilter,
    onDoctor,
    onRunAgain,
    onStart,
  };
  render(vacant ? <TracesEmpty {...props} /> : null, empty);
  const onChoose = (query: string) => {
    showStatistics(false);
    setQuery(query);
    table.element.focus();
  };
  render(isStatistics ? <StatisticsTable rows={statistics} {...{ slotOf, onChoose }} /> : null, statisticsPlace);
}

function showStatistics(next: boolean): void {
  isStatistics = next;
  paint();
  // A failure here is the live loop's as well, which tells the user and tries again.
  if (next) loadStatistics().catch(() => {});
  else table.load().catch(() => {});
}

async function loadStatistics(): Promise<void> {
  statistics = await store.statistics(closed.signal);
  paint();
}

/** What the user asked for covers the table until it is closed. */
function isDoctorAsked(): boolean {
  return view?.hint.kind === 'doctor' && view.hint.isAsked;
}

function clearFilter(): void {
  setQuery('');
  clearSite();
}

function clearSite(): void {
  void editor.setFilter({});
  setFilter({ query: filter.query ?? '' });
  table.element.focus();
}

function setQuery(query: string): void {
  writeState({ version: VIEW_STATE_VERSION, query } satisfies TracesPageState);
  setFilter({ ...filter, query });
}

function setFilter(next: TraceFilter): void {
  const isSame =
    filter.site?.file === next.site?.file && filter.site?.line === next.site?.line && filter.query === next.query;
  if (isSame) return;
  filter = next;
  paint();
  // A failure here is the live loop's as well, which tells the user and tries again.
  table.reset().catch(() => {});
}

app.addEventListener('keydown', (event) => {
  const isFind = event.key === 'f' && (event.ctrlKey || event.metaKey);
  if (!isFind && !(event.key === '/' && event.target === table.element)) return;
  app.querySelector<HTMLInputElement>('.filter-input')?.focus();
  event.preventDefault();
});

const showTheme = () => applyServiceColors(app, readTheme('--vscode-panel-background'));
showTheme();
watchTheme(showTheme);
paint();

void follow(
  {
    changed: (seen, signal) => store.changed(seen, signal),
    async refresh(signal) {
      const next = await store.summary(signal);
      summary = next;
      // Shown before rows are asked for: how many fit is known only then.
      if (shown === 0 && !isDoctorAsked() && !isStatistics) table.element.hidden = false;
      await (isStatistics ? loadStatistics() : table.load());
      paint();
    },
    onConnection(trouble) {
      disconnected = trouble !== undefined;
      paint();
    },
    delay,
  },
  closed.signal,
);

void follow(
  {
    async changed(seen, signal) {
      const next = await editor.view(seen, signal);
      view = next;
      return next.revision;
    },
    async refresh() {
      if (!view) return;
      // What is written is the page's own; the site is the editor's.
      setFilter({ ...view.filter, query: filter.query ?? '' });
      table.markOpen(view.trace);
      paint();
    },
    onConnection() {},
    delay,
  },
  closed.signal,
);
