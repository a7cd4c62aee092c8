// The launches of this window by their keys, so that one can be run again as it was.

import * as vscode from 'vscode';
import { SESSION_PROPERTY } from '../../../launch/launch-configuration.ts';
import { together } from '../../editor/disposables.ts';

/** Older ones are forgotten. */
const MAX_LAUNCHES = 20;

export interface Launches extends Disposable {
  /** Stops it first where it runs. Its configuration is prepared already: what was installed since is found. */
  runAgain(key: string): Promise<void>;
}

export function recordLaunches(): Launches {
  const sessions = new Map<string, vscode.DebugSession>();
  const running = new Set<vscode.DebugSession>();
  const listening = together(
    vscode.debug.onDidStartDebugSession((session) => {
      const key: unknown = session.configuration[SESSION_PROPERTY];
      if (typeof key !== 'string' || session.parentSession) return;
      running.add(session);
      sessions.delete(key);
      sessions.set(key, session);
      const [oldest] = sessions.keys();
      if (sessions.size > MAX_LAUNCHES && oldest !== undefined) sessions.delete(oldest);
    }),
    vscode.debug.onDidTerminateDebugSession((session) => running.delete(session)),
  );
  return {
    async runAgain(key) {
      const session = sessions.get(key);
      if (session === undefined) return;
      if (running.has(session)) await stop(session);
      await vscode.debug.startDebugging(session.workspaceFolder, session.configuration);
    },
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}

async function stop(session: vscode.DebugSession): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    const listening = vscode.debug.onDidTerminateDebugSession((other) => {
      if (other !== session) return;
      listening.dispose();
      resolve();
    });
  });
  await vscode.debug.stopDebugging(session);
  await ended;
}
