// What a page keeps in setState, under a version: a page is disposable, its navigation is not.

import type { SpanId, TraceId } from '../model/ids.ts';
import { parseSpanId, parseTraceId } from '../model/ids.ts';

export const VIEW_STATE_VERSION = 1;

export interface TracePageState {
  readonly version: typeof VIEW_STATE_VERSION;
  readonly trace: TraceId;
  readonly span: SpanId | undefined;
  /** The file of telemetry that it is in; undefined for what is received. */
  readonly file: string | undefined;
}

export interface TracesPageState {
  readonly version: typeof VIEW_STATE_VERSION;
  /** What the filter box says. */
  readonly query: string;
}

/** As below. */
export function parseTracesPageState(value: unknown): TracesPageState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('version' in value) || value.version !== VIEW_STATE_VERSION) return undefined;
  return 'query' in value && typeof value.query === 'string'
    ? { version: VIEW_STATE_VERSION, query: value.query }
    : undefined;
}

/** Undefined for the state of another version or of no page of ours. */
export function parseTracePageState(value: unknown): TracePageState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('version' in value) || value.version !== VIEW_STATE_VERSION) return undefined;
  const trace = 'trace' in value ? parseTraceId(value.trace) : undefined;
  const span = 'span' in value ? parseSpanId(value.span) : undefined;
  const file = 'file' in value && typeof value.file === 'string' ? value.file : undefined;
  return trace && { version: VIEW_STATE_VERSION, trace, span, file };
}
