// Where the runs of this workspace are kept, and whether there are any, told without starting anything.

import * as vscode from 'vscode';
import { RUN_SUFFIX } from '../../model/run.ts';

type Storage = Pick<vscode.ExtensionContext, 'storageUri'>;

/** Undefined for a window without a folder or workspace. */
export function runsFolder({ storageUri }: Storage): vscode.Uri | undefined {
  return storageUri && vscode.Uri.joinPath(storageUri, 'runs');
}

export async function hasKeptRuns(storage: Storage): Promise<boolean> {
  const folder = runsFolder(storage);
  if (!folder) return false;
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).some(([name]) => name.endsWith(RUN_SUFFIX));
  } catch {
    return false;
  }
}
