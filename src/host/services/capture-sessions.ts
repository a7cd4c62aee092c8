// The debug sessions of this window, as far as capture is concerned: which are captured, which are left and why.

import { createEmitter, type Listen } from '../../base/event.ts';

export interface CaptureSession {
  readonly name: string;
  /** Undefined while captured; otherwise why not, as a sentence. */
  readonly left: string | undefined;
  readonly running: boolean;
}

export interface CaptureSessions {
  readonly all: readonly CaptureSession[];
  readonly onChange: Listen<void>;
  /** Whether the session of that key is captured. */
  has(key: string): boolean;
  /** A launch was prepared. `key` is found again in its session. */
  prepared(key: string, name: string, left: string | undefined): void;
  started(key: string): void;
  ended(key: string): void;
}

export function createCaptureSessions(): CaptureSessions {
  const changes = createEmitter<void>();
  const sessions = new Map<string, CaptureSession>();
  const update = (key: string, change: Partial<CaptureSession>) => {
    const session = sessions.get(key);
    if (!session) return;
    sessions.set(key, { ...session, ...change });
    changes.fire();
  };
  return {
    get all() {
      return [...sessions.values()];
    },
    onChange: changes.listen,
    has(key) {
      const session = sessions.get(key);
      return session !== undefined && session.left === undefined;
    },
    prepared(key, name, left) {
      // What ended before a new launch is no longer of interest to the views' hints.
      for (const [old, session] of sessions) if (!session.running && session.name === name) sessions.delete(old);
      sessions.set(key, { name, left, running: false });
      changes.fire();
    },
    started: (key) => update(key, { running: true }),
    ended: (key) => update(key, { running: false }),
  };
}
