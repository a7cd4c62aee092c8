// F5: each debug configuration is prepared so that the program's spans arrive here. The launch itself never fails for it.

import * as vscode from 'vscode';
import { parseCaptureWish } from '../../../launch/capture-wish.ts';
import { debugTypeOf } from '../../../launch/debug-type.ts';
import { LEFT_PROPERTY, SESSION_PROPERTY } from '../../../launch/launch-configuration.ts';
import { prepareLaunch, wantsCapture } from '../../../launch/prepare-launch.ts';
import { destinationName } from '../../../model/otlp-destination.ts';
import { together } from '../../editor/disposables.ts';
import { COMMAND } from '../../names.ts';
import { captureContext } from '../../services/capture-context.ts';
import { readEnvFiles } from '../../services/env-files.ts';
import { offerLog } from '../../services/offer-log.ts';
import type { Services } from '../../services/services.ts';
import { withAbsoluteFiles } from './absolute-files.ts';
import { registerRunAgain } from './run-again.ts';

type Needs = Pick<
  Services,
  'log' | 'settings' | 'telemetry' | 'sessions' | 'hookFolder' | 'pythonReports' | 'pythonPackages'
>;

export function registerCapture(services: Needs): Disposable {
  const { sessions, settings } = services;
  const withSession = (use: (key: string) => void) => (session: vscode.DebugSession) => {
    const key: unknown = session.configuration[SESSION_PROPERTY] ?? session.configuration[LEFT_PROPERTY];
    // Child sessions carry their parent's configuration, or none of ours.
    if (typeof key === 'string' && !session.parentSession) use(key);
  };
  return together(
    // At the stage where variables are substituted the type's own provider has spoken: ours has the last word.
    vscode.debug.registerDebugConfigurationProvider('*', {
      resolveDebugConfigurationWithSubstitutedVariables: (folder, configuration) =>
        capture(services, configuration, folder),
    }),
    vscode.debug.onDidStartDebugSession(withSession(sessions.started)),
    vscode.debug.onDidTerminateDebugSession(withSession(sessions.ended)),
    registerRunAgain(services),
    vscode.commands.registerCommand(COMMAND.toggleCapture, () =>
      settings.set('capture.enabled', !settings.get('capture.enabled')),
    ),
  );
}

async function capture(
  services: Needs,
  configuration: vscode.DebugConfiguration,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<vscode.DebugConfiguration> {
  const { log, settings, telemetry, sessions, pythonReports } = services;
  try {
    if (!vscode.workspace.isTrusted || !settings.get('capture.enabled') || !wantsCapture(configuration))
      return configuration;
    const session = crypto.randomUUID();
    const wish = parseCaptureWish(configuration.spanline);
    const isPython = debugTypeOf(configuration.type).hook === 'python';
    const { pythonSdk, ...context } = await captureContext(services);
    const plan = prepareLaunch(configuration, {
      ...context,
      pythonSdk:
        isPython && pythonSdk
          ? { ...pythonSdk, report: await pythonReports.expect(session, configuration.name) }
          : undefined,
      session,
      inherited: process.env,
      envFile: Object.assign({}, ...(await readEnvFiles(configuration)).map((file) => file.variables)),
    });
    if (plan.kind === 'captured') {
      if (plan.forward) {
        await telemetry.forward(session, withAbsoluteFiles(plan.forward, configuration.cwd ?? folder?.uri.fsPath));
        log.info(`passes spans of "${configuration.name}" on to ${destinationName(plan.forward)}`);
      } else if (wish.ok && wish.value === 'forward')
        log.warn(`spans of "${configuration.name}" are passed on to nobody: no variable says where its traces go`);
      sessions.prepared(session, configuration.name, undefined);
      log.info(`captures "${configuration.name}" (${configuration.type})`);
    } else if (plan.why !== undefined) {
      sessions.prepared(session, configuration.name, { why: plan.why, offers: plan.offers });
      log.info(`"${configuration.name}" is not captured: ${plan.why}`);
      if (!wish.ok)
        void vscode.window.showWarningMessage(`Spanline does not capture "${configuration.name}": ${plan.why}`);
    }
    return { ...configuration, ...plan.configuration };
  } catch (error) {
    log.error(`"${configuration.name}" starts without capture: ${String(error)}`);
    void offerLog(`"${configuration.name}"`, error);
  }
  return configuration;
}
