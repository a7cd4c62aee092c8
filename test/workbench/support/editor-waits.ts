// Waiting in a suite: until a condition holds, with what was seen last in the error.

import * as vscode from 'vscode';

export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  ms = 30_000,
): Promise<T> {
  let last: unknown;
  for (const end = Date.now() + ms; Date.now() < end; ) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${ms} ms${last === undefined ? '' : `; last: ${String(last)}`}`);
}

/** Stop, until the launch has ended. By its event: `activeDebugSession` may go on to name a session that is gone. */
export async function stopDebugging(): Promise<void> {
  let isOver = false;
  const listening = vscode.debug.onDidTerminateDebugSession((session) => {
    isOver ||= session.parentSession === undefined;
  });
  try {
    await vscode.debug.stopDebugging();
    await eventually('the session ends', () => (isOver ? true : undefined));
  } finally {
    listening.dispose();
  }
}
