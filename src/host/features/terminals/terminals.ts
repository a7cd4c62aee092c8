// Terminals and the tasks in them: captured on request, all by a setting, or one by a command.

import * as vscode from 'vscode';
import { terminalEnvironment } from '../../../launch/terminal-environment.ts';
import { together } from '../../editor/disposables.ts';
import { COMMAND } from '../../names.ts';
import { captureContext } from '../../services/capture-context.ts';
import { TERMINALS } from '../../services/capture-sessions.ts';
import { mayCapture } from '../../services/may-capture.ts';
import { offerLog } from '../../services/offer-log.ts';
import type { Services } from '../../services/services.ts';
import { watchTerminals } from './captured-terminals.ts';
import { keptPort } from './kept-port.ts';
import { registerRunTask } from './run-task.ts';
import { shellEnvironment } from './shell-environment.ts';
import { keepTerminalCollection } from './terminal-collection.ts';

type Needs = Pick<
  Services,
  'log' | 'settings' | 'telemetry' | 'sessions' | 'hookFolder' | 'pythonPackages' | 'extension'
>;

export function registerTerminals(services: Needs): Disposable {
  const { sessions } = services;
  const session = crypto.randomUUID();
  sessions.prepared(session, TERMINALS, undefined);

  const update = () => {
    sessions.setTerminals(collection.capture ?? { kind: 'off', isUsed: vscode.window.terminals.length > 0 });
    if (terminals.isAny) sessions.started(session);
    else sessions.ended(session);
  };
  const terminals = watchTerminals(
    () => collection.capture?.kind === 'captured',
    () => update(),
  );
  const collection = keepTerminalCollection(services, session, () => update());

  const openTerminal = async () => {
    if (!(await mayCapture(services))) return;
    await collection.update();
    try {
      const context = await captureContext(services, keptPort(services.extension));
      const plan = terminalEnvironment(shellEnvironment(), { ...context, session });
      if (plan.kind === 'left') return await sayWhyLeft(plan.why);
      // All are given the variables where the setting is on; twice they would not be understood.
      const env = collection.capture?.kind === 'captured' ? {} : plan.variables;
      const terminal = vscode.window.createTerminal({
        env,
        message: 'Programs that are started here are captured by Spanline.',
        iconPath: new vscode.ThemeIcon('pulse'),
        // What it has of the window's would outlive the window.
        isTransient: true,
      });
      terminals.add(terminal);
      terminal.show();
    } catch (error) {
      services.log.error(`no terminal is captured: ${String(error)}`);
      await offerLog('a terminal', error);
    }
  };

  update();
  return together(
    terminals,
    collection,
    registerRunTask(services, collection),
    vscode.commands.registerCommand(COMMAND.openTerminal, openTerminal),
  );
}

async function sayWhyLeft(why: string): Promise<void> {
  const open = 'Open Setting';
  const answer = await vscode.window.showWarningMessage(`Spanline opens no terminal with capture: ${why}`, open);
  if (answer === open) await vscode.commands.executeCommand('workbench.action.openSettings', 'terminal.integrated.env');
}
