// What features are given. Each declares the part that it takes.

import type * as vscode from 'vscode';
import type { Listen } from '../../base/event.ts';
import type { SpanId, TraceId } from '../../model/ids.ts';
import type { CaptureSessions } from './capture-sessions.ts';
import type { DiagnosisState } from './diagnosis.ts';
import type { News } from './news.ts';
import type { PythonPackages } from './python-packages.ts';
import type { PythonReports } from './python-reports.ts';
import type { Settings } from './settings.ts';
import type { Telemetry } from './telemetry.ts';
import type { TraceFilterState } from './trace-filter.ts';

export interface OpenTraceRequest {
  readonly trace: TraceId;
  readonly span: SpanId | undefined;
  /** The file of telemetry that it is in; undefined for what is received. */
  readonly file: string | undefined;
}

export interface Services {
  readonly log: vscode.LogOutputChannel;
  readonly settings: Settings;
  readonly telemetry: Telemetry;
  readonly sessions: CaptureSessions;
  /** What keeps spans from coming, as far as that is known. */
  readonly diagnosis: DiagnosisState;
  readonly filter: TraceFilterState;
  /** What the store holds, told when it changes. */
  readonly news: News;
  /** Features do not know each other: one asks for a trace to be shown, another shows it. */
  readonly openTrace: (trace: TraceId, span: SpanId | undefined, file?: string) => void;
  readonly onOpenTrace: Listen<OpenTraceRequest>;
  /** The trace that the tab on top shows. */
  readonly shownTrace: { current: Omit<OpenTraceRequest, 'span'> | undefined };
  /** Where the hooks lie that programs load; the first look puts them there. */
  readonly hookFolder: () => Promise<string>;
  /** What Python programs tell that have no tracing of their own. */
  readonly pythonReports: PythonReports;
  /** What such programs are traced with where their environment lacks it. */
  readonly pythonPackages: PythonPackages;
  readonly extension: vscode.ExtensionContext;
}
