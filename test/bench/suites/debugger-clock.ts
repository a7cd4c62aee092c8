// Inside the editor: a program stops in each of its spans for five seconds; the page says how long they took.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../workbench/support/editor-waits.ts';
import { ui } from '../../workbench/ui.ts';
import { leaveResult } from '../support/leave-result.ts';

const STOPS = 3;
const STOP = 5000;

/** Milliseconds by the name of the span: as the program measured its work, and as the page says it. */
export interface StoppedSpans {
  readonly worked: Readonly<Record<string, number>>;
  readonly shown: Readonly<Record<string, number>>;
}

export async function run(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('no workspace');
  const result = join(folder.uri.fsPath, 'worked.json');
  await vscode.commands.executeCommand('spanline.traces.show');
  const { promise: over, resolve } = Promise.withResolvers<void>();
  vscode.debug.onDidTerminateDebugSession((session) => {
    if (session.parentSession === undefined) resolve();
  });
  const stops = countStops();
  const isStarted = await vscode.debug.startDebugging(folder, {
    ...{ type: 'node', request: 'launch', name: 'stops', console: 'internalConsole' },
    internalConsoleOptions: 'neverOpen',
    program: join(folder.uri.fsPath, 'stop-program.cjs'),
    args: [result, String(STOPS)],
  });
  if (!isStarted) throw new Error('the program did not start');
  for (let stop = 1; stop <= STOPS; stop++) {
    await eventually('a stop', () => (stops.count === stop ? true : undefined));
    await new Promise((wait) => setTimeout(wait, STOP));
    await vscode.commands.executeCommand('workbench.action.debug.continue');
  }
  await over;
  const worked: StoppedSpans['worked'] = JSON.parse(readFileSync(result, 'utf8'));
  const shown: Record<string, number> = {};
  for (const name of Object.keys(worked)) shown[name] = await ui(readDuration, name);
  leaveResult({ worked, shown } satisfies StoppedSpans);
}

function countStops(): { readonly count: number } {
  const stops = { count: 0 };
  vscode.debug.registerDebugAdapterTrackerFactory('*', {
    createDebugAdapterTracker: () => ({
      onDidSendMessage: ({ type, event }) => {
        if (type === 'event' && event === 'stopped') stops.count++;
      },
    }),
  });
  return stops;
}

/** Sent as text: what it needs is in it. */
const readDuration: Parameters<typeof ui<number, [string]>>[0] = async (_page, editor, name) => {
  const traces = await editor.webview('main[data-page="traces"]');
  await traces.getByRole('row').filter({ hasText: name }).first().click();
  const trace = await editor.webview('main[data-page="trace"]');
  await trace.locator('.span-row:not([hidden]) .name', { hasText: name }).first().click();
  const details = trace.locator('.span-details', { hasText: name });
  await details.getByText('held by the debugger').first().waitFor();
  const exact = (await details.locator('.exact').first().textContent()) ?? '';
  return Number(exact.replace(/\D/g, '')) / 1e6;
};
