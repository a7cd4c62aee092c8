// Files of telemetry as documents: a run that was kept, or lines of OTLP's JSON, in the same table as what is live.

import * as vscode from 'vscode';
import { ok } from '../../../base/result.ts';
import { createRevisionSource } from '../../../base/revision.ts';
import type { TraceFilter } from '../../../protocol/store-api.ts';
import { connectPage } from '../../editor/connect-page.ts';
import { ours, together } from '../../editor/disposables.ts';
import { escapeHtml, pageHtml, pageOptions } from '../../editor/page-html.ts';
import { CUSTOM_EDITOR } from '../../names.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'telemetry' | 'extension' | 'openTrace'>;

export function registerFileEditor(services: Needs): Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => {} }),
    async resolveCustomEditor({ uri }, panel) {
      if (uri.scheme !== 'file') {
        panel.webview.html = `<p>Spanline opens files of this machine's disk; this one is of “${escapeHtml(uri.scheme)}”. Save it to a folder first.</p>`;
        return;
      }
      await services.telemetry.start();
      const page = showFile(panel, uri.fsPath, services);
      panel.onDidDispose(() => page[Symbol.dispose]());
    },
  };
  const options = { supportsMultipleEditorsPerDocument: true };
  return together(
    ...Object.values(CUSTOM_EDITOR).map((type) =>
      ours(vscode.window.registerCustomEditorProvider(type, provider, options)),
    ),
  );
}

function showFile(panel: vscode.WebviewPanel, file: string, { telemetry, extension, openTrace }: Needs): Disposable {
  const { webview } = panel;
  const requests = createRevisionSource((flush) => flush());
  let filter: TraceFilter = {};
  webview.options = pageOptions(extension);
  const page = connectPage(
    webview,
    telemetry,
    {
      async view(seen, signal) {
        const revision = await requests.changed(seen, signal);
        return { revision, filter, trace: undefined, span: undefined, hint: { kind: 'file' } };
      },
      reveal: async () => ok(undefined),
      openTrace: async (trace, span) => openTrace(trace, span, file),
      async setFilter(next) {
        filter = next;
        requests.bump();
      },
      copy: async (text) => vscode.env.clipboard.writeText(text),
      // Of these a file has none: the page offers none.
      clear: async () => {},
      doctor: async () => {},
      runAgain: async () => {},
      start: async () => {},
    },
    file,
  );
  webview.html = pageHtml(webview, extension, 'traces', file);
  return page;
}
