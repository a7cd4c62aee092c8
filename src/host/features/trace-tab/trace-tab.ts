// The editor tab "Trace": one waterfall beside the code, restored with its selection when the window is reloaded.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { createRevisionSource } from '../../../base/revision.ts';
import type { SpanId, TraceId } from '../../../model/ids.ts';
import { parseTracePageState } from '../../../protocol/view-state.ts';
import { connectPage } from '../../editor/connect-page.ts';
import { ours, together } from '../../editor/disposables.ts';
import { pageHtml, pageOptions } from '../../editor/page-html.ts';
import { createRevealer } from '../../editor/reveal-site.ts';
import { startCaptured } from '../../editor/start-captured.ts';
import { PANEL, RUN_AGAIN_COMMAND } from '../../names.ts';
import type { Services } from '../../services/services.ts';
import { onHintChange, viewHint } from '../../services/view-hint.ts';

type Needs = Pick<
  Services,
  'settings' | 'telemetry' | 'sessions' | 'diagnosis' | 'filter' | 'extension' | 'onOpenTrace' | 'shownTrace'
>;

interface Tab {
  readonly panel: vscode.WebviewPanel;
  show(next: Shown): void;
}

interface Shown {
  readonly trace: TraceId | undefined;
  readonly span: SpanId | undefined;
}

export function registerTraceTab(services: Needs): Disposable {
  const { telemetry, filter, extension, shownTrace } = services;
  const revealer = createRevealer();
  /** By the file whose telemetry they show. */
  const tabs = new Map<string | undefined, Tab>();

  const adopt = (panel: vscode.WebviewPanel, first: Shown, file: string | undefined) => {
    let shown = first;
    const requests = createRevisionSource((flush) => flush());
    const show = (next: Shown) => {
      shown = next;
      tellShown();
      requests.bump();
    };
    const tellShown = () => {
      const { trace } = shown;
      if (panel.active && trace !== undefined) shownTrace.current = { trace, file };
    };
    panel.webview.options = pageOptions(extension);
    panel.iconPath = vscode.Uri.joinPath(extension.extensionUri, 'media', 'icon.svg');
    const page = together(
      connectPage(
        panel.webview,
        telemetry,
        {
          async view(seen, signal) {
            const revision = await requests.changed(seen, signal);
            const asked = shown;
            // A span is asked for once: later the page's own selection is the newer wish.
            shown = { trace: shown.trace, span: undefined };
            return { revision, filter: filter.current, ...asked, hint: viewHint(services) };
          },
          reveal: async (site, focus) => revealer.reveal(site, focus, panel.viewColumn),
          openTrace: async (trace, span) => show({ trace, span }),
          setFilter: async (filtered) => filter.set(filtered),
          copy: async (text) => vscode.env.clipboard.writeText(text),
          clear: () => telemetry.clear(),
          doctor: async (wish) => services.diagnosis.wish(wish),
          runAgain: async (session, how) =>
            void (await vscode.commands.executeCommand(RUN_AGAIN_COMMAND[how], session)),
          start: startCaptured,
        },
        file,
      ),
      ...onHintChange(services, () => requests.bump()),
    );
    const tab: Tab = { panel, show };
    tabs.set(file, tab);
    panel.webview.html = pageHtml(panel.webview, extension, 'trace', file);
    panel.onDidChangeViewState(tellShown);
    tellShown();
    panel.onDidDispose(() => {
      page[Symbol.dispose]();
      if (tabs.get(file) === tab) tabs.delete(file);
    });
  };

  return together(
    revealer,
    services.onOpenTrace(({ file, ...request }) => {
      const tab = tabs.get(file);
      if (tab) {
        tab.panel.reveal(tab.panel.viewColumn);
        tab.show(request);
        return;
      }
      const title = file === undefined ? 'Trace' : `Trace: ${basename(file)}`;
      const panel = vscode.window.createWebviewPanel(PANEL.trace, title, vscode.ViewColumn.Beside, {
        ...pageOptions(extension),
        enableFindWidget: false,
      });
      adopt(panel, request, file);
    }),
    vscode.window.registerWebviewPanelSerializer(PANEL.trace, {
      async deserializeWebviewPanel(restored, state) {
        const last = parseTracePageState(state);
        // A tab from before the reload is a reason to read what was kept.
        await telemetry.start();
        // The page has the selection in its own state.
        adopt(restored, { trace: last?.trace, span: undefined }, last?.file);
      },
    }),
    ours({
      dispose() {
        for (const { panel } of tabs.values()) panel.dispose();
      },
    }),
  );
}
