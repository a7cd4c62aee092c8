// Inside the editor: a program under debug makes spans, the Traces view shows them, and the page notes when.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ui } from '../../workbench/ui.ts';
import { leaveResult } from '../support/leave-result.ts';

const TICKS = '100';

/** Milliseconds since the Unix epoch, by the name of the span. */
type Times = Readonly<Record<string, number>>;

export interface Latencies {
  readonly ended: Times;
  readonly shown: Times;
}

export async function run(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no workspace');
  const result = join(folder.uri.fsPath, 'ended.json');
  await vscode.commands.executeCommand('spanline.traces.show');
  await ui(watchRows);
  // F5 is pressed in an editor; a table that has the focus holds the row under its cursor in view instead of the newest.
  await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
  const { promise: over, resolve } = Promise.withResolvers<void>();
  vscode.debug.onDidTerminateDebugSession((session) => {
    if (session.parentSession === undefined) resolve();
  });
  const isStarted = await vscode.debug.startDebugging(folder, {
    ...{ type: 'node', request: 'launch', name: 'ticks', console: 'internalConsole' },
    // The view that is looked at keeps the panel.
    internalConsoleOptions: 'neverOpen',
    program: join(folder.uri.fsPath, 'tick-program.cjs'),
    args: [result, TICKS],
  });
  if (!isStarted) throw new Error('the program did not start');
  await over;
  await new Promise((wait) => setTimeout(wait, 1000));
  const latencies: Latencies = { ended: JSON.parse(readFileSync(result, 'utf8')), shown: await ui(shownRows) };
  leaveResult(latencies);
}

type Look<Result> = Parameters<typeof ui<Result, []>>[0];

/** Sent as text: what it needs is in it. A row counts as seen after the frame in which it was first painted. */
const watchRows: Look<void> = async (_page, editor) => {
  const frame = await editor.webview('main[data-page="traces"]');
  await frame.evaluate(() => {
    const shown: Record<string, number> = {};
    Object.assign(globalThis, { spanlineShown: shown });
    const stamp = (names: readonly string[]): void => {
      const time = performance.timeOrigin + performance.now();
      for (const name of names) shown[name] = time;
    };
    const seen = new Set<string>();
    const look = (): void => {
      const names = [...document.querySelectorAll('[role=row] .name')].map((element) => element.textContent ?? '');
      const fresh = names.filter((name) => /^tick \d+$/.test(name) && !seen.has(name));
      for (const name of fresh) seen.add(name);
      if (fresh.length > 0) requestAnimationFrame(() => setTimeout(() => stamp(fresh)));
    };
    const options = { subtree: true, childList: true, characterData: true };
    new MutationObserver(look).observe(document.body, options);
  });
};

const shownRows: Look<Record<string, number>> = async (_page, editor) => {
  await editor.screenshot('latency');
  const frame = await editor.webview('main[data-page="traces"]');
  return await frame.evaluate(() => Reflect.get(globalThis, 'spanlineShown'));
};
