// The panel view "Traces": a live row a trace.

import * as vscode from 'vscode';
import { ok } from '../../../base/result.ts';
import { createRevisionSource } from '../../../base/revision.ts';
import { connectPage } from '../../editor/connect-page.ts';
import { together } from '../../editor/disposables.ts';
import { pageHtml, pageOptions } from '../../editor/page-html.ts';
import { startCaptured } from '../../editor/start-captured.ts';
import { COMMAND, RUN_AGAIN_COMMAND, VIEW } from '../../names.ts';
import { hasKeptRuns } from '../../services/kept-runs.ts';
import type { Services } from '../../services/services.ts';
import { onHintChange, viewHint } from '../../services/view-hint.ts';

type Needs = Pick<Services, 'settings' | 'telemetry' | 'sessions' | 'diagnosis' | 'filter' | 'extension' | 'openTrace'>;

export function registerTracesView(services: Needs): Disposable {
  const { filter } = services;
  return together(
    vscode.window.registerWebviewViewProvider(VIEW.traces, {
      resolveWebviewView: (view) => {
        const page = showPage(view, services);
        view.onDidDispose(() => page[Symbol.dispose]());
      },
    }),
    vscode.commands.registerCommand(COMMAND.showTraces, () => vscode.commands.executeCommand(`${VIEW.traces}.focus`)),
    vscode.commands.registerCommand(COMMAND.clearTraces, () => services.telemetry.clear()),
    vscode.commands.registerCommand(COMMAND.filterBySite, async (file: unknown, line: unknown) => {
      if (typeof file !== 'string' || typeof line !== 'number') return;
      filter.set({ site: { file, line } });
      await vscode.commands.executeCommand(`${VIEW.traces}.focus`);
    }),
  );
}

function showPage(view: vscode.WebviewView, services: Needs): Disposable {
  const { telemetry, filter, extension } = services;
  const requests = createRevisionSource((flush) => flush());
  view.webview.options = pageOptions(extension);
  const page = connectPage(view.webview, telemetry, {
    async view(seen, signal) {
      const revision = await requests.changed(seen, signal);
      return { revision, filter: filter.current, trace: undefined, span: undefined, hint: viewHint(services) };
    },
    reveal: async () => ok(undefined),
    openTrace: async (trace, span) => services.openTrace(trace, span),
    setFilter: async (next) => filter.set(next),
    copy: async (text) => vscode.env.clipboard.writeText(text),
    clear: () => telemetry.clear(),
    doctor: async (wish) => services.diagnosis.wish(wish),
    runAgain: async (session, how) => void (await vscode.commands.executeCommand(RUN_AGAIN_COMMAND[how], session)),
    start: startCaptured,
  });
  view.webview.html = pageHtml(view.webview, extension, 'traces');
  void startIfKept(services);
  const bump = () => requests.bump();
  const tellLook = () => services.diagnosis.setLookedAt(view.visible);
  tellLook();
  return together(page, filter.onChange(bump), ...onHintChange(services, bump), view.onDidChangeVisibility(tellLook), {
    dispose: () => services.diagnosis.setLookedAt(false),
  });
}

/** What an earlier window received is a reason to read it; an empty view is none to start anything. */
async function startIfKept({ telemetry, extension }: Needs): Promise<void> {
  if (await hasKeptRuns(extension)) await telemetry.start();
}
