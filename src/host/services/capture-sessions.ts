// What of this window is captured: debug sessions, tasks and terminals, or why they are left.

import { createEmitter, type Listen } from '../../base/event.ts';
import type { RunAgain } from '../../model/run-again.ts';
import type { TerminalCapture } from '../../model/terminal-capture.ts';

export interface LeftSession {
  /** Why it is not captured, as a sentence. */
  readonly why: string;
  /** How it could be captured if it were started again. */
  readonly offers: readonly RunAgain[];
}

export interface CaptureSession {
  readonly key: string;
  readonly name: string;
  /** Undefined while captured. */
  readonly left: LeftSession | undefined;
  readonly running: boolean;
  /** Where the program itself has told it. */
  readonly pid?: number | undefined;
}

/** The name of the one session that all captured terminals share. */
export const TERMINALS = 'Terminals';

export interface CaptureSessions {
  readonly all: readonly CaptureSession[];
  /** Of terminals that are opened from now on. */
  readonly terminals: TerminalCapture;
  readonly onChange: Listen<void>;
  /** Whether the session of that key is captured. */
  has(key: string): boolean;
  /** The process of the session of that key, as far as the program has told it. */
  pidOf(key: string): number | undefined;
  /** A launch was prepared. `key` is found again in its session. */
  prepared(key: string, name: string, left: LeftSession | undefined): void;
  started(key: string, pid?: number): void;
  ended(key: string): void;
  setTerminals(terminals: TerminalCapture): void;
}

export function createCaptureSessions(): CaptureSessions {
  const changes = createEmitter<void>();
  const sessions = new Map<string, CaptureSession>();
  let terminals: TerminalCapture = { kind: 'off', isUsed: false };
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
    get terminals() {
      return terminals;
    },
    onChange: changes.listen,
    has(key) {
      const session = sessions.get(key);
      return session !== undefined && session.left === undefined;
    },
    pidOf: (key) => sessions.get(key)?.pid,
    prepared(key, name, left) {
      // What ended before a new launch is no longer of interest to the views' hints.
      for (const [old, session] of sessions) if (!session.running && session.name === name) sessions.delete(old);
      sessions.set(key, { key, name, left, running: false });
      changes.fire();
    },
    started: (key, pid) => update(key, { running: true, pid }),
    ended: (key) => update(key, { running: false }),
    setTerminals(next) {
      terminals = next;
      changes.fire();
    },
  };
}
