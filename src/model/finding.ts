// What keeps spans from coming, said to the user: one finding a cause, with what helps.

import type { RunAgain } from './run-again.ts';
import type { Site } from './site.ts';

export interface Finding {
  /** Of one diagnosis: no other finding of it has the same. */
  readonly id: string;
  /** A problem keeps spans away by itself; a hint may. */
  readonly severity: 'problem' | 'hint';
  /** A sentence: what is wrong. */
  readonly wrong: string;
  /** Sentences: why that matters and what helps. */
  readonly why: string;
  readonly actions: readonly FindingAction[];
}

export type FindingAction =
  | { readonly kind: 'command'; readonly label: string; readonly command: FindingCommand }
  /** `setting` is its whole name. */
  | { readonly kind: 'setting'; readonly label: string; readonly setting: string }
  | { readonly kind: 'reveal'; readonly label: string; readonly site: Site }
  | { readonly kind: 'copy'; readonly label: string; readonly text: string }
  | { readonly kind: 'run-again'; readonly label: string; readonly session: string; readonly how: RunAgain };

export type FindingCommand =
  | 'manage-trust'
  | 'enable-capture'
  | 'show-log'
  | 'start'
  | 'restart'
  | 'open-terminal'
  | 'copy-container-variables'
  | 'install-python-packages';

export interface Diagnosis {
  /** Problems first. */
  readonly findings: readonly Finding[];
  /** What was looked for and not found: phrases that begin with a capital letter. */
  readonly fine: readonly string[];
}
