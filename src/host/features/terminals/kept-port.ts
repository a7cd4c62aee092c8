// The port that terminals were given: one that outlives a reload of the window, with what runs in it, still sends there.

import type * as vscode from 'vscode';

const KEY = 'terminals.port';

/** 0, which is any port, where none was given. */
export function keptPort({ workspaceState }: vscode.ExtensionContext): number {
  return workspaceState.get(KEY, 0);
}

export async function keepPort({ workspaceState }: vscode.ExtensionContext, port: number): Promise<void> {
  if (workspaceState.get(KEY) !== port) await workspaceState.update(KEY, port);
}
