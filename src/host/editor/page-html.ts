// The document of a page: its script and style from the package and nothing else.

import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Of text between tags or in quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

export type PageName = 'trace' | 'traces';

export function pageOptions(extension: vscode.ExtensionContext): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension.extensionUri, 'dist', 'webview')] };
}

/** `file`: whose telemetry it shows; undefined for what is received. */
export function pageHtml(
  webview: vscode.Webview,
  extension: vscode.ExtensionContext,
  page: PageName,
  file?: string,
): string {
  const asset = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension.extensionUri, 'dist', 'webview', name)).toString();
  const nonce = randomBytes(16).toString('base64url');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; font-src ${webview.cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset(`${page}.css`)}">
<title>Spanline</title>
</head>
<body>
<main id="app" data-page="${page}"${file === undefined ? '' : ` data-file="${escapeHtml(file)}"`}></main>
<script type="module" nonce="${nonce}" src="${asset(`${page}.js`)}"></script>
</body>
</html>`;
}
