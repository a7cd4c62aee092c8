// Programs in containers, where loopback is not this machine: on request a port is open to them, and the variables are copied.

import * as vscode from 'vscode';
import { containerVariables } from '../../../launch/container-variables.ts';
import { ours } from '../../editor/disposables.ts';
import { COMMAND } from '../../names.ts';
import { mayCapture } from '../../services/may-capture.ts';
import { offerLog } from '../../services/offer-log.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'log' | 'settings' | 'telemetry'>;

export function registerContainers(services: Needs): Disposable {
  const { log, telemetry } = services;
  // As long as the window is there: containers outlive a receiver that is started again.
  const token = crypto.randomUUID();
  const copyVariables = async () => {
    if (!(await mayCapture(services))) return;
    try {
      const port = await telemetry.listenOutside(token);
      await vscode.env.clipboard.writeText(containerVariables(port, token));
      log.info(`port ${port} is open to containers`);
      void vscode.window.showInformationMessage(
        `Copied: set these variables in the container. Until this window closes, port ${port} takes telemetry from outside of this machine too, if it brings the token that is among them. On Linux a container needs --add-host=host.docker.internal:host-gateway.`,
      );
    } catch (error) {
      log.error(`no port is open to containers: ${String(error)}`);
      await offerLog('containers', error);
    }
  };
  return ours(vscode.commands.registerCommand(COMMAND.copyContainerVariables, copyVariables));
}
