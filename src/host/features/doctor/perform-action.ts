// What the buttons of findings do.

import * as vscode from 'vscode';
import type { Finding, FindingCommand } from '../../../model/finding.ts';
import type { Revealer } from '../../editor/reveal-site.ts';
import { COMMAND, RUN_AGAIN_COMMAND } from '../../names.ts';

const COMMANDS: Readonly<Record<FindingCommand, string>> = {
  'manage-trust': 'workbench.trust.manage',
  'enable-capture': COMMAND.toggleCapture,
  'show-log': COMMAND.showLog,
  start: 'workbench.action.debug.start',
  restart: 'workbench.action.debug.restart',
  'open-terminal': COMMAND.openTerminal,
  'copy-container-variables': COMMAND.copyContainerVariables,
  'install-python-packages': COMMAND.installPythonPackages,
};

export async function performAction(
  findings: readonly Finding[] | undefined,
  { finding, action: number }: { readonly finding: string; readonly action: number },
  revealer: Revealer,
): Promise<void> {
  const action = findings?.find(({ id }) => id === finding)?.actions[number];
  switch (action?.kind) {
    case 'command':
      await vscode.commands.executeCommand(COMMANDS[action.command]);
      return;
    case 'setting':
      await vscode.commands.executeCommand('workbench.action.openSettings', action.setting);
      return;
    case 'reveal': {
      const shown = await revealer.reveal(action.site, true, undefined);
      if (!shown.ok) await vscode.window.showWarningMessage(shown.error);
      return;
    }
    case 'copy':
      await vscode.env.clipboard.writeText(action.text);
      vscode.window.setStatusBarMessage('Copied', 2000);
      return;
    case 'run-again':
      await vscode.commands.executeCommand(RUN_AGAIN_COMMAND[action.how], action.session);
      return;
    case undefined:
      return;
  }
}
