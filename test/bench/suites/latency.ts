// Inside the editor: a program under debug makes spans, the Traces view and a Trace tab show them, and the pages note when.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ui } from '../../workbench/ui.ts';
import { leaveResult } from '../support/leave-result.ts';

const TICKS = '100';

/** Milliseconds since the Unix epoch, by the name of the span. */
export type Times = Readonly<Record<string, number>>;

export interface Latencies {
  readonly ended: Times;
  /** As a row of the Traces view. */
  readonly rows: Times;
  /** As a bar in the Trace tab of their trace. */
  readonly bars: Times;
}

export async function run(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no workspace');
  const result = join(folder.uri.fsPath, 'ended.json');
  await vscode.commands.executeCommand('spanline.traces.show');
  await ui(watch, 'traces');
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
  await ui(openBars);
  await ui(watch, 'trace');
  await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
  await over;
  await new Promise((wait) => setTimeout(wait, 1000));
  const ended: Times = JSON.parse(readFileSync(result, 'utf8'));
  const latencies: Latencies = { ended, rows: await ui(shown, 'traces'), bars: await ui(shown, 'trace') };
  leaveResult(latencies);
}

type Look<Args extends readonly unknown[], Result> = Parameters<typeof ui<Result, Args>>[0];

/** High enough that no bar is out of sight. */
const openBars: Look<[], void> = async (page, editor) => {
  await page.setViewportSize({ width: 1440, height: 2400 });
  const traces = await editor.webview('main[data-page="traces"]');
  await traces.getByRole('row').filter({ hasText: 'bars' }).first().click();
};

/**
 * Sent as text: what it needs is in it. A span counts as seen after the frame in which its row was first painted; the
 * waterfall fills a row and paints its bar together.
 */
const watch: Look<[string], void> = async (_page, editor, name) => {
  const frame = await editor.webview(`main[data-page="${name}"]`);
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

const shown: Look<[string], Record<string, number>> = async (_page, editor, name) => {
  await editor.screenshot(`latency-${name}`);
  const frame = await editor.webview(`main[data-page="${name}"]`);
  return await frame.evaluate(() => Reflect.get(globalThis, 'spanlineShown'));
};
