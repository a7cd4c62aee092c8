// F5: each debug configuration is prepared so that the program's spans arrive here. The launch itself never fails for it.

import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import { debugTypeOf } from '../../../launch/debug-type.ts';
import { SESSION_PROPERTY } from '../../../launch/launch-configuration.ts';
import { prepareLaunch, wantsCapture } from '../../../launch/prepare-launch.ts';
import { together } from '../../editor/disposables.ts';
import { workspaceRoots } from '../../editor/workspace-roots.ts';
import { COMMAND } from '../../names.ts';
import { readEnvFiles } from '../../services/env-files.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<
  Services,
  'log' | 'settings' | 'telemetry' | 'sessions' | 'hookFolder' | 'pythonReports' | 'pythonPackages'
>;

export function registerCapture(services: Needs): Disposable {
  const { sessions, settings } = services;
  const withSession = (use: (key: string) => void) => (session: vscode.DebugSession) => {
    const key: unknown = session.configuration[SESSION_PROPERTY];
    // Child sessions carry their parent's configuration, or none of ours.
    if (typeof key === 'string' && !session.parentSession) use(key);
  };
  return together(
    // At the stage where variables are substituted the type's own provider has spoken: ours has the last word.
    vscode.debug.registerDebugConfigurationProvider('*', {
      resolveDebugConfigurationWithSubstitutedVariables: (_folder, configuration) => capture(services, configuration),
    }),
    vscode.debug.onDidStartDebugSession(withSession(sessions.started)),
    vscode.debug.onDidTerminateDebugSession(withSession(sessions.ended)),
    vscode.commands.registerCommand(COMMAND.toggleCapture, () =>
      settings.set('capture.enabled', !settings.get('capture.enabled')),
    ),
  );
}

async function capture(services: Needs, configuration: vscode.DebugConfiguration): Promise<vscode.DebugConfiguration> {
  const { log, settings, telemetry, sessions, hookFolder, pythonReports, pythonPackages } = services;
  try {
    if (!vscode.workspace.isTrusted || !settings.get('capture.enabled') || !wantsCapture(configuration))
      return configuration;
    const session = crypto.randomUUID();
    const [callSites, autoInstrument] = [settings.get('capture.callSites'), settings.get('capture.autoInstrument')];
    const folder = await hookFolder();
    const plan = prepareLaunch(configuration, {
      port: await telemetry.listen(workspaceRoots()),
      // Known once it listens.
      spool: telemetry.spool,
      session,
      inherited: process.env,
      envFile: Object.assign({}, ...(await readEnvFiles(configuration)).map((file) => file.variables)),
      hooks: callSites ? { node: join(folder, 'node.cjs'), python: join(folder, 'python') } : undefined,
      // Nothing is installed for it, so there is nothing to ask.
      nodeSdk: autoInstrument === 'off' ? undefined : join(folder, 'node-sdk.cjs'),
      pythonSdk:
        autoInstrument === 'off' || debugTypeOf(configuration.type).hook !== 'python'
          ? undefined
          : { packages: pythonPackages.folder, report: await pythonReports.expect(session) },
      pathDelimiter: delimiter,
    });
    if (plan.kind === 'captured') {
      sessions.prepared(session, configuration.name, undefined);
      log.info(`captures "${configuration.name}" (${configuration.type})`);
      return { ...configuration, ...plan.configuration };
    }
    if (plan.why !== undefined) {
      sessions.prepared(session, configuration.name, plan.why);
      log.info(`"${configuration.name}" is not captured: ${plan.why}`);
    }
  } catch (error) {
    log.error(`"${configuration.name}" starts without capture: ${String(error)}`);
    void offerLog(configuration.name, error);
  }
  return configuration;
}

async function offerLog(name: string, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const show = 'Show Log';
  const answer = await vscode.window.showWarningMessage(`Spanline cannot capture traces of "${name}": ${reason}`, show);
  if (answer === show) await vscode.commands.executeCommand(COMMAND.showLog);
}
