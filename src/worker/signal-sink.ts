// Where a signal puts what it decoded, and how one that cannot be decoded is refused.

import type { Answer } from '../receiver/signal.ts';

const INVALID_ARGUMENT = 3;

export interface SignalSink<Batch> {
  /** The batch is used again: what is needed of it is copied. */
  take(batch: Batch): void;
  /** A sentence for the user. */
  onProblem(message: string): void;
}

/** `what`: the message of the protocol that the body should be; `why`: a phrase. */
export function toRefusal(what: string, why: string, onProblem: (message: string) => void): Answer {
  const message = `the body is not an ${what}: ${why}`;
  onProblem(`A request was refused: ${message}.`);
  return { ok: false, code: INVALID_ARGUMENT, message };
}
