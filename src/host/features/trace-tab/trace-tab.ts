// The editor tab "Trace": one waterfall beside the code, restored with its selection when the window is reloaded.

import * as vscode from 'vscode';
import { createEmitter } from '../../../base/event.ts';
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
  'settings' | 'telemetry' | 'sessions' | 'diagnosis' | 'filter' | 'extension' | 'onOpenTrace'
>;

interface Shown {
  readonly trace: TraceId | undefined;
  readonly span: SpanId | undefined;
}

export function registerTraceTab(services: Needs): Disposable {
  const { telemetry, filter, extension } = services;
  const revealer = createRevealer();
  const wanted = createEmitter<Shown>();
  let panel: vscode.WebviewPanel | undefined;

  const adopt = (next: vscode.WebviewPanel, first: Shown) => {
    panel = next;
    let shown = first;
    const requests = createRevisionSource((flush) => flush());
    const bump = () => requests.bump();
    next.webview.options = pageOptions(extension);
    next.iconPath = vscode.Uri.joinPath(extension.extensionUri, 'media', 'icon.svg');
    const page = together(
      connectPage(next.webview, telemetry, {
        async view(seen, signal) {
          const revision = await requests.changed(seen, signal);
          const asked = shown;
          // A span is asked for once: later the page's own selection is the newer wish.
          shown = { trace: shown.trace, span: undefined };
          return { revision, filter: filter.current, ...asked, hint: viewHint(services) };
        },
        reveal: async (site, focus) => revealer.reveal(site, focus, next.viewColumn),
        openTrace: async (trace, span) => wanted.fire({ trace, span }),
        setFilter: async (filtered) => filter.set(filtered),
        copy: async (text) => vscode.env.clipboard.writeText(text),
        clear: () => telemetry.clear(),
        doctor: async (wish) => services.diagnosis.wish(wish),
        runAgain: async (session, how) => void (await vscode.commands.executeCommand(RUN_AGAIN_COMMAND[how], session)),
        start: startCaptured,
      }),
      wanted.listen((request) => {
        shown = request;
        bump();
      }),
      ...onHintChange(services, bump),
    );
    next.webview.html = pageHtml(next.webview, extension, 'trace');
    next.onDidDispose(() => {
      page[Symbol.dispose]();
      if (panel === next) panel = undefined;
    });
  };

  return together(
    revealer,
    services.onOpenTrace((request) => {
      if (panel) {
        panel.reveal(panel.viewColumn);
        wanted.fire(request);
        return;
      }
      adopt(
        vscode.window.createWebviewPanel(PANEL.trace, 'Trace', vscode.ViewColumn.Beside, {
          ...pageOptions(extension),
          enableFindWidget: false,
        }),
        request,
      );
    }),
    vscode.window.registerWebviewPanelSerializer(PANEL.trace, {
      async deserializeWebviewPanel(restored, state) {
        const last = parseTracePageState(state);
        // A tab from before the reload is a reason to read what was kept.
        await telemetry.start();
        // The page has the selection in its own state.
        adopt(restored, { trace: last?.trace, span: undefined });
      },
    }),
    ours({ dispose: () => panel?.dispose() }),
  );
}
