// The ports that are registered for OTLP, by a setting: for programs that send there without being told to.

import * as vscode from 'vscode';
import type { SharedPort } from '../../../protocol/telemetry-api.ts';
import { ours, together } from '../../editor/disposables.ts';
import { portOwner } from '../../services/port-owner.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'log' | 'settings' | 'telemetry' | 'sessions'>;

/** gRPC and HTTP; both speak either. */
const PORTS = [4317, 4318];
const SETTING = 'receiver.wellKnownPorts';

export function registerSharedPorts({ log, settings, telemetry, sessions }: Needs): Disposable {
  /** Ends with the setting, so that what was said is said again when it is turned on again. */
  let said = new Set<string>();
  const isOn = () => vscode.workspace.isTrusted && settings.get(SETTING);
  const told = (ports: readonly SharedPort[]) => void Promise.all(ports.map(tellOwner)).catch(() => {});
  const tellOwner = async ({ port, owner }: SharedPort) => {
    log.info(`port ${port} is that of ${owner}`);
    if (owner !== 'another program') return;
    const { owner: name } = await portOwner(port);
    const text = `Spanline cannot listen on port ${port}: ${name ?? 'another program'} has it. It listens there as soon as the port is free.`;
    if (said.has(text) || !isOn() || name === 'nobody') return;
    said.add(text);
    const open = 'Open Setting';
    const answer = await vscode.window.showWarningMessage(text, open);
    if (answer === open) await vscode.commands.executeCommand('workbench.action.openSettings', `spanline.${SETTING}`);
  };
  let isTaken = false;
  const update = () => {
    const isWanted = isOn();
    if (isWanted === isTaken) return;
    isTaken = isWanted;
    said = new Set();
    telemetry
      .takePorts(isWanted ? PORTS : [], told)
      .catch((error: unknown) => log.error(`the well-known ports cannot be had: ${String(error)}`));
  };
  /** Sessions that have ended too: their programs may live on. */
  const marks = new Set<string>();
  const tellOwn = async () => {
    for (const { key } of sessions.all) marks.add(key);
    const shells = await Promise.all(vscode.window.terminals.map(async (terminal) => await terminal.processId));
    telemetry.tellOwn({
      sessions: [...marks],
      // Programs that are debugged descend from this process, where no terminal has started them.
      processes: [process.pid, ...shells.filter((pid) => pid !== undefined)],
    });
  };
  void tellOwn();
  update();
  return together(
    sessions.onChange(() => void tellOwn()),
    ours(vscode.window.onDidOpenTerminal(() => void tellOwn())),
    ours(vscode.window.onDidCloseTerminal(() => void tellOwn())),
    ours(vscode.workspace.onDidGrantWorkspaceTrust(update)),
    settings.onChange(SETTING, update),
  );
}
