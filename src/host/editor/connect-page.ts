// A page's two conversations: with the store, relayed unread, and with the editor, served here.

import type * as vscode from 'vscode';
import type { EditorApi } from '../../protocol/editor-api.ts';
import { isPageMessage, type PageMessage } from '../../protocol/page-message.ts';
import { type Frame, type Remote, serve } from '../../protocol/rpc.ts';
import type { Telemetry } from '../services/telemetry.ts';
import { ours, together } from './disposables.ts';

/** `file`: whose telemetry the page shows; undefined for what is received. */
export function connectPage(
  webview: vscode.Webview,
  telemetry: Telemetry,
  editor: Remote<EditorApi>,
  file?: string,
): Disposable {
  const post = (message: PageMessage) => void webview.postMessage(message);
  const listeners = new Set<(frame: Frame) => void>();
  const relay = telemetry.openRelay((frame) => post({ to: 'store', frame }), file);
  const listening = webview.onDidReceiveMessage((message: unknown) => {
    if (!isPageMessage(message)) return;
    if (message.to === 'store') relay.send(message.frame);
    else for (const listener of listeners) listener(message.frame);
  });
  const server = serve<EditorApi>(
    {
      send: (frame) => post({ to: 'editor', frame }),
      receive: (listener) => {
        listeners.add(listener);
        return { [Symbol.dispose]: () => listeners.delete(listener) };
      },
    },
    editor,
  );
  return together(ours(listening), relay, server);
}
