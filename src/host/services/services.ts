// What features are given. Each declares the part that it takes.

import type * as vscode from 'vscode';
import type { Listen } from '../../base/event.ts';
import type { SpanId, TraceId } from '../../model/ids.ts';
import type { CaptureSessions } from './capture-sessions.ts';
import type { News } from './news.ts';
import type { Settings } from './settings.ts';
import type { Telemetry } from './telemetry.ts';
import type { TraceFilterState } from './trace-filter.ts';

export interface Services {
  readonly log: vscode.LogOutputChannel;
  readonly settings: Settings;
  readonly telemetry: Telemetry;
  readonly sessions: CaptureSessions;
  readonly filter: TraceFilterState;
  /** What the store holds, told when it changes. */
  readonly news: News;
  /** Features do not know each other: one asks for a trace to be shown, another shows it. */
  readonly openTrace: (trace: TraceId, span: SpanId | undefined) => void;
  readonly onOpenTrace: Listen<{ readonly trace: TraceId; readonly span: SpanId | undefined }>;
  readonly extension: vscode.ExtensionContext;
}
