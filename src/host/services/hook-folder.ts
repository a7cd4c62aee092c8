// The hooks of this release where programs load them from, put there when first asked for.

import { join } from 'node:path';
import type * as vscode from 'vscode';
import { keepHooks } from './hook-files.ts';

export function createHookFolder(extension: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
  let kept: Promise<string> | undefined;
  return (): Promise<string> => {
    const own = extension.asAbsolutePath(join('dist', 'hooks'));
    const release: unknown = extension.extension.packageJSON.version;
    kept ??= keepHooks(own, join(extension.globalStorageUri.fsPath, 'hooks'), String(release)).catch((error) => {
      log.warn(`hooks are loaded from the extension's own folder, which an update removes: ${String(error)}`);
      return own;
    });
    return kept;
  };
}
