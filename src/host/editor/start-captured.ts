// What pages offer to start, by commands: a page and the feature that starts do not know each other.

import * as vscode from 'vscode';
import { COMMAND } from '../names.ts';

const COMMANDS = { terminal: COMMAND.openTerminal, task: COMMAND.runTask } as const;

export async function startCaptured(what: keyof typeof COMMANDS): Promise<void> {
  await vscode.commands.executeCommand(COMMANDS[what]);
}
