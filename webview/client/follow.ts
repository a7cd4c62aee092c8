// The live loop: waits for news of a revision, refreshes, waits again; a lost connection is retried, calmly.

import type { Revision } from '../../src/base/revision.ts';

export interface Followed {
  /** Resolves when the revision differs from `seen`. */
  changed(seen: Revision, signal: AbortSignal): Promise<Revision>;
  /** Awaited before the next wait, so that news come no faster than they are shown. */
  refresh(signal: AbortSignal): Promise<void>;
  /** Undefined once the connection works; a reason while it does not. */
  onConnection(trouble: string | undefined): void;
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const FIRST_RETRY = 250;
const SLOWEST_RETRY = 4000;

/** Runs until the signal is aborted. */
export async function follow(followed: Followed, signal: AbortSignal): Promise<void> {
  let seen: Revision = 0;
  let retry = FIRST_RETRY;
  while (!signal.aborted) {
    try {
      const revision = await followed.changed(seen, signal);
      await followed.refresh(signal);
      seen = revision;
      retry = FIRST_RETRY;
      followed.onConnection(undefined);
    } catch (error) {
      if (signal.aborted) return;
      // Revisions of a restarted store begin again: whatever was seen says nothing about it.
      seen = 0;
      followed.onConnection(error instanceof Error ? error.message : String(error));
      try {
        await followed.delay(retry, signal);
      } catch {
        return;
      }
      retry = Math.min(SLOWEST_RETRY, retry * 2);
    }
  }
}

/** A timer that an abort ends early, by rejection. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
