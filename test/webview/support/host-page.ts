// The other side of a page, run inside the browser before it: VS Code's API, the editor and a store, all scripted by the test.

import { createRevisionSource } from '../../../src/base/revision.ts';
import type { EditorApi, ViewRequest } from '../../../src/protocol/editor-api.ts';
import { isPageMessage, type PageMessage } from '../../../src/protocol/page-message.ts';
import { type Frame, serve, type Wire } from '../../../src/protocol/rpc.ts';
import type { LogRow, StoreApi, StoreSummary } from '../../../src/protocol/store-api.ts';
import { checkoutTrace, routeTrace } from './sample-traces.ts';
import { checkFilter, completeFilter, NOTHING_ELSE, STATISTICS } from './scripted-answers.ts';
import { spanId, type ToldTrace, type TraceSpec, tellLargeTrace, tellTrace } from './trace-spec.ts';

export interface ScriptedHost {
  readonly calls: { readonly method: string; readonly args: readonly unknown[] }[];
  add(spec: TraceSpec): void;
  addCheckout(number: number, offset?: number): void;
  addRoutes(first: number, count: number): void;
  addLarge(number: number, spans: number): void;
  /** Replaces a trace, keeping the rows that it had: as if more spans had come. */
  grow(spec: TraceSpec): void;
  /** The oldest traces go. */
  evict(count: number): void;
  clear(): void;
  setView(view: Partial<Omit<ViewRequest, 'revision'>>): void;
  setSummary(summary: Partial<StoreSummary>): void;
  /** All that there are: of the first span of that name. */
  setLogs(span: string, logs: readonly Omit<LogRow, 'traceId' | 'spanId'>[]): void;
  /** Milliseconds since the Unix epoch, of the first span of that name. */
  startOf(span: string): number;
  /** Error of every reveal from now on. */
  failReveal(message: string | undefined): void;
  disconnect(): void;
  reconnect(): void;
  /** Rows of the table are answered with only after `release`. */
  hold(): void;
  release(): void;
  state: unknown;
}

declare global {
  interface Window {
    scriptedHost: ScriptedHost;
    acquireVsCodeApi(): unknown;
  }
}

let traces: ToldTrace[] = [];
let nextRow = 0;
let connected = true;
let held = Promise.resolve();
let release = () => {};
let summary: Partial<StoreSummary> = {};
let logs: readonly LogRow[] = [];
let revealError: string | undefined;
let view: Omit<ViewRequest, 'revision'> = {
  filter: {},
  trace: undefined,
  span: undefined,
  hint: { kind: 'idle', terminals: { kind: 'off', isUsed: false } },
};
const storeNews = createRevisionSource((flush) => setTimeout(flush, 5));
const viewNews = createRevisionSource((flush) => flush());
const calls: ScriptedHost['calls'] = [];

const listeners: Record<PageMessage['to'], Set<(frame: Frame) => void>> = { store: new Set(), editor: new Set() };
const pendingStoreCalls = new Set<number>();

/** Clones as the real seam does, so that what cannot cross fails here too. */
function post(to: PageMessage['to'], frame: Frame): void {
  if (to === 'store') {
    if (!connected) return;
    pendingStoreCalls.delete(frame.id);
  }
  window.postMessage(structuredClone({ to, frame }));
}

function wire(to: PageMessage['to']): Wire {
  return {
    send: (frame) => post(to, frame),
    receive(listener) {
      listeners[to].add(listener);
      return { [Symbol.dispose]: () => void listeners[to].delete(listener) };
    },
  };
}

function refuse(id: number): void {
  window.postMessage({ to: 'store', frame: { type: 'error', id, message: 'disconnected' } });
}

const detailOf = (name: string) => {
  for (const trace of traces) {
    const index = trace.layout.names.indexOf(name);
    const span = index === -1 ? -1 : trace.layout.name.indexOf(index);
    if (span !== -1) return trace.detail(span);
  }
  throw new Error(`no span ${name}`);
};

const spanAt = (row: number) => {
  for (const trace of traces) {
    const index = trace.layout.row.indexOf(row);
    if (index !== -1) return { trace, index };
  }
  return undefined;
};

const store: StoreApi = {
  changed: (seen) => storeNews.changed(seen),
  async summary() {
    return {
      revision: storeNews.current,
      spans: traces.reduce((sum, trace) => sum + trace.row.spans, 0),
      traces: traces.length,
      errors: traces.reduce((sum, trace) => sum + trace.row.errors, 0),
      evicted: { traces: 0, spans: 0 },
      ...{ logs: { count: 0, evicted: 0 }, points: { count: 0, evicted: 0 }, profiles: { count: 0, evicted: 0 } },
      bytes: 0,
      memoryLimit: 1,
      notices: [],
      ...summary,
    };
  },
  async traces({ filter, first, count }) {
    calls.push({ method: 'traces', args: [filter, first, count] });
    await held;
    // A scripted filter by site lets every third trace through.
    const bySite = filter.site ? traces.filter((_, index) => index % 3 === 0) : traces;
    // One by a query, those whose name holds it.
    const passing = bySite.filter((trace) => trace.row.name.includes(filter.query ?? ''));
    const rows = passing.slice(first, first + count).map((trace) => trace.row);
    return { revision: storeNews.current, total: passing.length, rows };
  },
  async checkFilter(text) {
    calls.push({ method: 'checkFilter', args: [text] });
    return checkFilter(text);
  },
  completeFilter: async (text, cursor) => completeFilter(text, cursor),
  async trace(id) {
    const found = traces.find((trace) => trace.layout.id === id);
    return found?.layout;
  },
  async span(row) {
    const found = spanAt(row);
    return found?.trace.detail(found.index);
  },
  async findSpan(trace, id) {
    const layout = traces.find((told) => told.layout.id === trace)?.layout;
    const row = layout?.row.find((candidate) => spanId(candidate) === id);
    return row as Awaited<ReturnType<StoreApi['findSpan']>>;
  },
  async logs(trace, span) {
    const rows = logs.filter((row) => row.traceId === trace && (span === undefined || row.spanId === span));
    return { total: rows.length, rows };
  },
  statistics: async () => STATISTICS,
  ...NOTHING_ELSE,
  async clear() {
    host.clear();
  },
};

const editor: EditorApi = {
  async view(seen) {
    const revision = await viewNews.changed(seen);
    return { ...view, revision };
  },
  async reveal(...args) {
    calls.push({ method: 'reveal', args: args.slice(0, 2) });
    return revealError === undefined ? { ok: true, value: undefined } : { ok: false, error: revealError };
  },
  async openTrace(...args) {
    calls.push({ method: 'openTrace', args: args.slice(0, 2) });
  },
  async setFilter(filter) {
    calls.push({ method: 'setFilter', args: [filter] });
    host.setView({ filter });
  },
  async start(what) {
    calls.push({ method: 'start', args: [what] });
  },
  async copy(text) {
    calls.push({ method: 'copy', args: [text] });
  },
  async clear() {
    host.clear();
  },
  async runAgain(session, how) {
    calls.push({ method: 'runAgain', args: [session, how] });
  },
  async doctor(wish) {
    calls.push({ method: 'doctor', args: [wish] });
  },
};

const add = (told: ToldTrace) => {
  traces.unshift(told);
  nextRow += told.layout.count;
  storeNews.bump();
};

const host: ScriptedHost = {
  calls,
  state: undefined,
  add: (spec) => add(tellTrace(spec, nextRow)),
  addCheckout: (number, offset) => add(tellTrace(checkoutTrace(number, offset), nextRow)),
  addRoutes(first, count) {
    for (let number = first; number < first + count; number++) add(tellTrace(routeTrace(number), nextRow));
  },
  addLarge: (number, spans) => add(tellLargeTrace(number, spans, nextRow)),
  grow(spec) {
    const at = traces.findIndex((trace) => trace.layout.id === tellTrace(spec, 0).layout.id);
    const before = traces[at];
    if (!before) return;
    const after = tellTrace(spec, nextRow);
    // Spans that were there before keep their rows, but for those that have ended: they are known by name and start.
    const key = (told: ToldTrace, index: number) =>
      `${told.layout.names[told.layout.name[index] ?? 0]} ${told.layout.start[index]}`;
    const known = new Map(Array.from(before.layout.row, (_, index) => [key(before, index), index]));
    for (let index = 0; index < after.layout.count; index++) {
      const was = known.get(key(after, index));
      const isAsItWas = was !== undefined && before.layout.flags[was] === after.layout.flags[index];
      const row = (isAsItWas ? before.layout.row[was] : undefined) ?? nextRow++;
      after.layout.row[index] = row;
      after.layout.key[index] = (was === undefined ? undefined : before.layout.key[was]) ?? row;
    }
    const detail: ToldTrace['detail'] = (index) => ({
      ...after.detail(index),
      spanId: spanId(after.layout.row[index] ?? 0),
    });
    traces[at] = { ...after, detail };
    storeNews.bump();
  },
  evict(count) {
    traces = traces.slice(0, -count);
    storeNews.bump();
  },
  clear() {
    traces = [];
    storeNews.bump();
  },
  setView(next) {
    view = { ...view, ...next };
    viewNews.bump();
  },
  setSummary(next) {
    summary = next;
    storeNews.bump();
  },
  setLogs(span, next) {
    const { traceId, spanId } = detailOf(span);
    logs = next.map((row) => ({ ...row, traceId, spanId }));
    storeNews.bump();
  },
  startOf: (span) => detailOf(span).startTime,
  failReveal(message) {
    revealError = message;
  },
  disconnect() {
    connected = false;
    for (const id of pendingStoreCalls) refuse(id);
    pendingStoreCalls.clear();
  },
  reconnect() {
    connected = true;
  },
  hold() {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    release = resolve;
  },
  release: () => release(),
};

serve<StoreApi>(wire('store'), store);
serve<EditorApi>(wire('editor'), editor);

window.scriptedHost = host;
window.acquireVsCodeApi = () => ({
  postMessage(message: unknown) {
    const copy: unknown = structuredClone(message);
    if (!isPageMessage(copy)) throw new Error('not a message of a page');
    const { to, frame } = copy;
    if (to === 'store' && frame.type === 'call') {
      if (!connected) return void setTimeout(() => refuse(frame.id));
      pendingStoreCalls.add(frame.id);
    }
    queueMicrotask(() => {
      for (const listener of listeners[to]) listener(frame);
    });
  },
  getState: () => host.state,
  setState(state: unknown) {
    host.state = structuredClone(state);
  },
});
