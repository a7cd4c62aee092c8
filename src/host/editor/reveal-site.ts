// Shows the line that made a span, beside the page that asked, and lets it flash.

import * as vscode from 'vscode';
import { reasonOf } from '../../base/reason-of.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Site } from '../../model/site.ts';

const FLASH_TIME = 900;

/** The flash of revealed lines; one for the window. */
export interface Revealer extends Disposable {
  /** `beside`: the column of the page, whose place the source must not take. */
  reveal(site: Site, focus: boolean, beside: vscode.ViewColumn | undefined): Promise<Result<void>>;
}

export function createRevealer(): Revealer {
  const flash = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
  });
  let newest = 0;
  return {
    async reveal(site, focus, beside) {
      const mine = ++newest;
      const uri = vscode.Uri.file(site.file);
      // A page shows what telemetry says: it may open files of the workspace and nothing else.
      if (!vscode.workspace.getWorkspaceFolder(uri)) return fail(`${site.file} is not a file of this workspace.`);
      let document: vscode.TextDocument;
      try {
        document = await vscode.workspace.openTextDocument(uri);
      } catch (error) {
        return fail(`${site.file} cannot be opened: ${reasonOf(error)}`);
      }
      // The arrow keys are faster than files open: only the last line asked for is shown.
      if (mine !== newest) return ok(undefined);
      const line = Math.min(site.line, document.lineCount) - 1;
      const text = document.lineAt(line);
      const column = site.column === undefined ? text.firstNonWhitespaceCharacterIndex : site.column - 1;
      const position = document.validatePosition(new vscode.Position(line, column));
      const shown = await vscode.window.showTextDocument(document, {
        viewColumn: columnFor(uri, beside),
        preserveFocus: !focus,
        preview: true,
        selection: new vscode.Range(position, position),
      });
      shown.revealRange(text.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      shown.setDecorations(flash, [text.range]);
      setTimeout(() => {
        if (mine === newest) shown.setDecorations(flash, []);
      }, FLASH_TIME);
      return ok(undefined);
    },
    [Symbol.dispose]: () => flash.dispose(),
  };
}

/** Where the file is open already; else the first group that is not the page's; else a new one beside it. */
function columnFor(uri: vscode.Uri, beside: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.fsPath === uri.fsPath);
  if (open?.viewColumn !== undefined && open.viewColumn !== beside) return open.viewColumn;
  const other = vscode.window.tabGroups.all.find((group) => group.viewColumn !== beside);
  if (other) return other.viewColumn;
  return beside === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
}
