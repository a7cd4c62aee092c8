// The page of the editor tab "Trace": waterfall and details of one trace, live.

import './trace.css';
import { render } from 'preact';
import type { SpanId, TraceId } from '../../src/model/ids.ts';
import type { TraceLayout } from '../../src/model/trace-layout.ts';
import { parseTracePageState, type TracePageState, VIEW_STATE_VERSION } from '../../src/protocol/view-state.ts';
import { delay, follow } from '../client/follow.ts';
import { connectHost } from '../client/host.ts';
import { newestOf } from '../client/newest.ts';
import { SpanDetails } from '../details/span-details.tsx';
import { claimFocus } from '../kit/claim-focus.ts';
import { appElement, createElement } from '../kit/element.ts';
import { createServiceSlots } from '../kit/service-palette.ts';
import { applyServiceColors, readTheme, watchTheme } from '../kit/theme.ts';
import { createSpanSelection, type ShownSpan } from '../trace/span-selection.ts';
import { TraceEmpty } from '../trace/trace-empty.tsx';
import { countFlagged, TraceHeader } from '../trace/trace-header.tsx';
import { createWaterfall, type SelectedBy } from '../waterfall/waterfall.ts';

/** Holding an arrow key down selects many spans: the line is shown for the one where it stops. */
const KEYBOARD_PAUSE = 120;

const host = connectHost();
const { store, editor } = host;
const app = appElement();
const { file } = app.dataset;
const closed = new AbortController();
window.addEventListener('pagehide', () => closed.abort(new Error('the page is closed')));

const slotOf = createServiceSlots();
const theme = () => readTheme('--vscode-editor-background');
const headerPlace = createElement('div', 'header-place');
const body = createElement('div', 'trace-body');
const detailsPlace = createElement('aside', 'details-place');
detailsPlace.ariaLabel = 'Details';
detailsPlace.tabIndex = 0;
const emptyPlace = createElement('div', 'empty-place');

/** What is asked for: `span` until it was found. */
let wanted: { readonly trace: TraceId; readonly span: SpanId | undefined } | undefined;
let errors = 0;
let running = false;
let disconnected = false;
let missing = false;
/** The store may be another one than that which gave the layout: its rows are not to be compared. */
let restarted = false;

const selection = createSpanSelection(host, showSpan);
const waterfall = createWaterfall({
  theme: theme(),
  slotOf,
  onSelect,
  onOpen: (span) => selection.open(rowOf(span)),
  onGrow: paintHeader,
});
body.append(waterfall.element, detailsPlace);
app.append(headerPlace, body, emptyPlace);
claimFocus(waterfall.element);

function rowOf(span: number): number {
  return waterfall.layout?.row[span] ?? 0;
}

function onSelect(span: number, by: SelectedBy): void {
  const pause = by === 'keyboard' ? KEYBOARD_PAUSE : 0;
  selection.select(rowOf(span), { reveal: by !== 'page', pause });
}

function showSpan(shown: ShownSpan | undefined): void {
  if (shown) {
    const { traceId, spanId } = shown.detail;
    wanted = { trace: traceId, span: spanId };
    const state: TracePageState = { version: VIEW_STATE_VERSION, trace: traceId, span: spanId, file };
    host.writeState(state);
  }
  paint();
}

function paint(): void {
  const layout = missing ? undefined : waterfall.layout;
  body.hidden = layout === undefined;
  headerPlace.hidden = layout === undefined;
  emptyPlace.hidden = layout !== undefined;
  paintHeader();
  render(layout || (wanted && !missing) ? null : <TraceEmpty asked={wanted !== undefined} />, emptyPlace);
  render(
    selection.shown ? details(selection.shown) : <p class="hint">Select a span to see its details.</p>,
    detailsPlace,
  );
}

function paintHeader(): void {
  const { layout } = waterfall;
  if (!layout || missing) return;
  render(
    <TraceHeader
      {...{ layout, errors, running, disconnected, slotOf }}
      onZoom={(factor) => waterfall.zoomBy(factor)}
      onZoomOut={() => waterfall.zoomOut()}
    />,
    headerPlace,
  );
}

function details(shown: ShownSpan) {
  const { detail } = shown;
  const selected = waterfall.selected;
  const flags = selected === undefined ? 0 : (waterfall.layout?.flags[selected] ?? 0);
  return (
    <SpanDetails
      {...{ detail, flags, logs: shown.logs, trouble: shown.trouble }}
      slot={slotOf(detail.service)}
      onReveal={() => {
        if (waterfall.selected !== undefined) selection.open(rowOf(waterfall.selected));
      }}
      onCopy={() => void editor.copy(JSON.stringify(detail, undefined, 2))}
      onOpenLink={(link) => void editor.openTrace(link.traceId, link.spanId)}
    />
  );
}

/** Fetches the wanted trace; shows it when it is another one or has grown. */
const load = newestOf(async (signal: AbortSignal) => {
  if (!wanted) return paint();
  const before = waterfall.layout;
  const known = before?.id === wanted.trace && !restarted && !missing ? before.version : undefined;
  const layout = await store.trace(wanted.trace, known, signal);
  selection.refreshLogs();
  if (layout === 'unchanged') return before && find(before, signal);
  missing = layout === undefined;
  if (!layout) {
    selection.clear();
    return paint();
  }
  const same = before?.id === layout.id && !restarted;
  restarted = false;
  if (!same || before.version !== layout.version) {
    errors = countFlagged(layout.flags, 'error');
    running = countFlagged(layout.flags, 'open') > 0;
    missing = false;
    body.hidden = false;
    if (same) waterfall.update(layout);
    else waterfall.open(layout);
    paint();
  }
  await find(layout, signal);
});

/** Selects the wanted span, once it is there. */
async function find(layout: TraceLayout, signal: AbortSignal): Promise<void> {
  if (!wanted?.span || waterfall.selected !== undefined) return;
  const row = await store.findSpan(wanted.trace, wanted.span, signal);
  const span = row === undefined ? -1 : layout.row.indexOf(row);
  if (span !== -1) waterfall.select(span, 'page');
}

/** A request of the editor's or a restored state: another trace or another span. */
function ask(trace: TraceId, span: SpanId | undefined): void {
  const sameTrace = waterfall.layout?.id === trace;
  wanted = { trace, span };
  const state: TracePageState = { version: VIEW_STATE_VERSION, trace, span, file };
  host.writeState(state);
  if (!sameTrace) {
    selection.clear();
    // Failures are the live loop's news, which asks again.
    load().catch(() => {});
  } else if (span !== undefined && selection.shown?.detail.spanId !== span) {
    void store.findSpan(trace, span).then((row) => {
      const found = row === undefined ? -1 : (waterfall.layout?.row.indexOf(row) ?? -1);
      if (found !== -1) waterfall.select(found, 'page');
    });
  }
}

const showTheme = () => {
  const next = theme();
  applyServiceColors(app, next);
  waterfall.setTheme(next);
};
showTheme();
watchTheme(showTheme);

const restored = parseTracePageState(host.readState());
if (restored) wanted = { trace: restored.trace, span: restored.span };
paint();

void follow(
  {
    changed: (seen, signal) => store.changed(seen, signal),
    refresh: () => load(),
    onConnection(trouble) {
      disconnected = trouble !== undefined;
      if (disconnected) restarted = true;
      paint();
    },
    delay,
  },
  closed.signal,
);

let request: { readonly trace: TraceId | undefined; readonly span: SpanId | undefined } | undefined;
void follow(
  {
    async changed(seen, signal) {
      const view = await editor.view(seen, signal);
      request = view;
      return view.revision;
    },
    async refresh() {
      if (!request?.trace) return;
      // A page that was hidden and comes back hears the old request again: its own selection is newer.
      if (request.trace === wanted?.trace && request.span === undefined) return;
      ask(request.trace, request.span);
    },
    onConnection() {},
    delay,
  },
  closed.signal,
);
