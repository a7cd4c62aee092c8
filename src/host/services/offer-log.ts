// Tells that something could not be captured and why, with the log one click away.

import * as vscode from 'vscode';
import { reasonOf } from '../../base/reason-of.ts';
import { COMMAND } from '../names.ts';

export async function offerLog(what: string, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  const show = 'Show Log';
  const answer = await vscode.window.showWarningMessage(`Spanline cannot capture traces of ${what}: ${reason}`, show);
  if (answer === show) await vscode.commands.executeCommand(COMMAND.showLog);
}
