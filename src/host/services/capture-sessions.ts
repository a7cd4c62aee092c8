// What of this window is captured: debug sessions, tasks and terminals, or why they are left.

import { createEmitter, type Listen } from '../../base/event.ts';
import type { TerminalCapture } from '../../model/terminal-capture.ts';

export interface CaptureSession {
  readonly name: string;
  /** Undefined while captured; otherwise why not, as a sentence. */
  readonly left: string | undefined;
  readonly running: boolean;
}

/** The name of the one session that all captured terminals share. */
export const TERMINALS = 'Terminals';

export interface CaptureSessions {
  readonly all: readonly CaptureSession[];
  /** Of terminals that are opened from now on. */
  readonly terminals: TerminalCapture;
  readonly onChange: Listen<void>;
  /** A launch was prepared. `key` is found again in its session. */
  prepared(key: string, name: string, left: string | undefined): void;
  started(key: string): void;
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
    prepared(key, name, left) {
      // What ended before a new launch is no longer of interest to the views' hints.
      for (const [old, session] of sessions) if (!session.running && session.name === name) sessions.delete(old);
      sessions.set(key, { name, left, running: false });
      changes.fire();
    },
    started: (key) => update(key, { running: true }),
    ended: (key) => update(key, { running: false }),
    setTerminals(next) {
      terminals = next;
      changes.fire();
    },
  };
}
