// A number that grows with every change, and the wait for the next one: how views learn that there is news.

export type Revision = number;

export interface RevisionSource {
  readonly current: Revision;
  bump(): void;
  /** Resolves with the current revision as soon as it differs from `seen`; rejects with the signal's reason when aborted. */
  changed(seen: Revision, signal?: AbortSignal): Promise<Revision>;
}

/**
 * `schedule` delays and coalesces the news (a timer in production, a direct call in tests): readers that ask
 * as fast as they are answered are then answered at most once per delay.
 */
export function createRevisionSource(schedule: (flush: () => void) => void): RevisionSource {
  let current = 1;
  let scheduled = false;
  const waiting = new Set<(revision: Revision) => void>();
  const flush = () => {
    scheduled = false;
    for (const resolve of [...waiting]) resolve(current);
  };
  return {
    get current() {
      return current;
    },
    bump() {
      current++;
      if (scheduled || waiting.size === 0) return;
      scheduled = true;
      schedule(flush);
    },
    changed(seen, signal) {
      if (seen !== current && !scheduled) return Promise.resolve(current);
      return new Promise((resolve, reject) => {
        const settle = (revision: Revision) => {
          waiting.delete(settle);
          signal?.removeEventListener('abort', abort);
          resolve(revision);
        };
        const abort = () => {
          waiting.delete(settle);
          reject(signal?.reason);
        };
        if (signal?.aborted) return abort();
        signal?.addEventListener('abort', abort, { once: true });
        waiting.add(settle);
      });
    },
  };
}
