// What the store answers: queries by pages and by the host, over columns and ids; details when shown; a revision as news.

import type { Revision } from '../base/revision.ts';
import type { FilterCompletion, FilterError } from '../model/filter-text.ts';
import type { SpanId, SpanIndex, TraceId } from '../model/ids.ts';
import type { LogContent } from '../model/log.ts';
import type { Metric, PointContent } from '../model/metric.ts';
import type { Resource, Scope } from '../model/origin.ts';
import type { Site } from '../model/site.ts';
import type { SpanDetail, SpanState } from '../model/span.ts';
import type { TraceLayout } from '../model/trace-layout.ts';
import type { TraceRow } from '../model/trace-row.ts';

export interface StoreApi {
  /** Resolves as soon as the store's revision differs from `seen` (0 for nothing seen). */
  changed(seen: Revision): Promise<Revision>;
  summary(): Promise<StoreSummary>;
  /** A query that is none has no rows: `checkFilter` says why. */
  traces(query: TracesQuery): Promise<TracesPage>;
  /** Undefined where the text is a filter. */
  checkFilter(text: string): Promise<FilterError | undefined>;
  /** What may stand at an offset into the text of a filter, of what spans have here. */
  completeFilter(text: string, cursor: number): Promise<FilterCompletion>;
  /** `known`: the version of the layout that the caller has. */
  trace(trace: TraceId, known: number | undefined): Promise<TraceLayout | 'unchanged' | undefined>;
  span(span: SpanIndex): Promise<SpanDetail | undefined>;
  /** The span's row in the present store: how a restored page finds its selection again. */
  findSpan(trace: TraceId, span: SpanId): Promise<SpanIndex | undefined>;
  /**
   * Spans of a process that have started and not ended, up to what it has written at this moment. `active`: the span that is
   * active where it has stopped.
   */
  openSpans(pid: number, active: SpanReference | undefined): Promise<OpenSpans>;
  /** Log records that name the span, or any of the trace where none is given, by time. */
  logs(trace: TraceId, span: SpanId | undefined): Promise<LogsPage>;
  /** Those that have points here. */
  metrics(): Promise<readonly MetricRow[]>;
  /** Points of a metric, the oldest first: `count` of them from `first` on. */
  points(metric: number, first: number, count: number): Promise<readonly PointContent[]>;
  /** Statistics of spans by service and name, the ones that took most time together first. */
  statistics(): Promise<readonly NameStatistics[]>;
  /** Statistics of the lines of one source file that made spans, ordered by line. */
  sites(file: string): Promise<readonly SiteStatistics[]>;
  clear(): Promise<void>;
}

export interface StoreSummary {
  readonly revision: Revision;
  readonly spans: number;
  readonly traces: number;
  readonly errors: number;
  /** Whole traces that made room for newer ones, and their spans. */
  readonly evicted: { readonly traces: number; readonly spans: number };
  readonly logs: SignalCount;
  /** Of metrics. */
  readonly points: SignalCount;
  /** Requests: what is in them is not read. */
  readonly profiles: SignalCount;
  readonly bytes: number;
  readonly memoryLimit: number;
  /** What the user should know, newest last: bodies refused, restarts, disk full. Sentences. */
  readonly notices: readonly Notice[];
}

export interface SignalCount {
  /** That are here. */
  readonly count: number;
  /** That made room for newer ones. */
  readonly evicted: number;
}

export interface LogRow extends LogContent {
  readonly service: string;
  readonly scope: Scope;
  readonly resource: Resource;
}

export interface LogsPage {
  readonly total: number;
  /** The oldest of them, at most a thousand. */
  readonly rows: readonly LogRow[];
}

export interface MetricRow {
  /** Its number, as long as it has points. */
  readonly id: number;
  readonly metric: Metric;
  readonly points: number;
  readonly service: string;
  readonly scope: Scope;
  readonly resource: Resource;
}

export interface Notice {
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly message: string;
}

/** Which traces a view shows. */
export interface TraceFilter {
  /** In the filter language; empty for all. */
  readonly query?: string;
  /** Only traces with a span that this line made. */
  readonly site?: { readonly file: string; readonly line: number };
}

export interface TracesQuery {
  readonly filter: TraceFilter;
  /** Newest first: row 0 is the trace that began to arrive last. */
  readonly first: number;
  readonly count: number;
}

export interface TracesPage {
  readonly revision: Revision;
  /** Rows in all that pass the filter. */
  readonly total: number;
  readonly rows: readonly TraceRow[];
}

export interface SpanReference {
  readonly trace: TraceId;
  readonly span: SpanId;
}

export type OpenSpan = Pick<
  SpanDetail,
  'traceId' | 'spanId' | 'parentSpanId' | 'name' | 'service' | 'startTime' | 'duration' | 'held' | 'site'
>;

export interface OpenSpans {
  /** Whether the process tells of its spans when they start. */
  readonly isTold: boolean;
  /** Of the active span; undefined where there is none, or it is not here. */
  readonly activeState: SpanState | undefined;
  /** The active span and those above it in its trace, inmost first, of other processes too; without those that have ended. */
  readonly around: readonly OpenSpan[];
  /** What else the process has open, by start. */
  readonly others: readonly OpenSpan[];
  /** Earlier ones that `others` leaves out. */
  readonly more: number;
}

/** Of spans that have ended, those that have left the store since included; pauses of a debugger are left out. */
export interface NameStatistics {
  readonly service: string;
  /** Undefined for all names of the service past ten thousand. */
  readonly name: string | undefined;
  /** The filter that lets through the traces of such spans. */
  readonly query: string;
  readonly count: number;
  readonly errors: number;
  /** Nanoseconds, within 1 % of the true value. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Of all of them together, as exact. */
  readonly total: number;
}

export interface SiteStatistics {
  readonly site: Site;
  readonly count: number;
  readonly errors: number;
  /** Nanoseconds, within 1 % of the true value. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Names of the spans made here, the most frequent first, at most three. */
  readonly names: readonly string[];
}
