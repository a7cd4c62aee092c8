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

/** Undefined for the state of another version or of no page of ours, as below. */
export function parseTracesPageState(value: unknown): TracesPageState | undefined {
  if (!isOfVersion(value)) return undefined;
  const query = 'query' in value ? value.query : undefined;
  return typeof query === 'string' ? { version: VIEW_STATE_VERSION, query } : undefined;
}

export function parseTracePageState(value: unknown): TracePageState | undefined {
  if (!isOfVersion(value)) return undefined;
  const trace = 'trace' in value ? parseTraceId(value.trace) : undefined;
  const span = 'span' in value ? parseSpanId(value.span) : undefined;
  const file = 'file' in value && typeof value.file === 'string' ? value.file : undefined;
  return trace && { version: VIEW_STATE_VERSION, trace, span, file };
}

function isOfVersion(value: unknown): value is object {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === VIEW_STATE_VERSION;
}
