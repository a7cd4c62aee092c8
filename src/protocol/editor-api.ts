// What a page asks of the editor around it.

import type { Result } from '../base/result.ts';
import type { Revision } from '../base/revision.ts';
import type { Diagnosis } from '../model/finding.ts';
import type { SpanId, TraceId } from '../model/ids.ts';
import type { RunAgain } from '../model/run-again.ts';
import type { Site } from '../model/site.ts';
import type { TerminalCapture } from '../model/terminal-capture.ts';
import type { TraceFilter } from './store-api.ts';

export interface EditorApi {
  /** What the editor wants shown, as soon as its revision differs from `seen` (0 for nothing seen). */
  view(seen: Revision): Promise<ViewRequest>;
  /** Shows the line beside the page; an error is a sentence for the user. */
  reveal(site: Site, focus: boolean): Promise<Result<void>>;
  openTrace(trace: TraceId, span: SpanId | undefined): Promise<void>;
  /** The page changed its own filter (the user closed the chip). */
  setFilter(filter: TraceFilter): Promise<void>;
  copy(text: string): Promise<void>;
  clear(): Promise<void>;
  doctor(wish: DoctorWish): Promise<void>;
  /** Starts the program of a session again, for one run in another way. */
  runAgain(session: string, how: RunAgain): Promise<void>;
  /** Asks the user for what is needed, and captures it. */
  start(what: 'terminal' | 'task'): Promise<void>;
}

/** What a page may ask of the doctor: actions by their place, as only the editor knows what they do. */
export type DoctorWish =
  /** Look, and show what is found even where there are traces. */
  | { readonly kind: 'look' }
  | { readonly kind: 'act'; readonly finding: string; readonly action: number }
  | { readonly kind: 'copy-report' }
  | { readonly kind: 'close' };

export interface ViewRequest {
  readonly revision: Revision;
  readonly filter: TraceFilter;
  readonly trace: TraceId | undefined;
  readonly span: SpanId | undefined;
  /** What the empty view says: what was looked for and what to do. */
  readonly hint: ViewHint;
}

export type ViewHint =
  /** Nothing has been started yet. */
  | { readonly kind: 'idle'; readonly terminals: TerminalCapture }
  | { readonly kind: 'untrusted' }
  | { readonly kind: 'off' }
  /** Sessions run, or ran and were left alone, and nothing has arrived. */
  | { readonly kind: 'waiting'; readonly sessions: readonly WaitingSession[] }
  | { readonly kind: 'failed'; readonly message: string }
  /** The page shows a file: what is the matter with it is among the notices of its store. */
  | { readonly kind: 'file' }
  | DoctorHint;

export interface WaitingSession {
  readonly key: string;
  /** Why nothing has arrived of it, with its name. */
  readonly text: string;
  readonly isCaptured: boolean;
  readonly offers: readonly RunAgain[];
}

/** What keeps spans away. `isAsked`: shown even where there are traces. `isLooking`: nothing is known yet. */
export interface DoctorHint extends Diagnosis {
  readonly kind: 'doctor';
  readonly isAsked: boolean;
  readonly isLooking: boolean;
}
