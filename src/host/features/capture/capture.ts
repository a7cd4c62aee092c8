// F5: each debug configuration is prepared so that the program's spans arrive here. The launch itself never fails for it.

import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { parseEnv } from 'node:util';
import * as vscode from 'vscode';
import {
  type Environment,
  type LaunchConfiguration,
  SESSION_PROPERTY,
  toEnvironment,
} from '../../../launch/launch-configuration.ts';
import { prepareLaunch, wantsCapture } from '../../../launch/prepare-launch.ts';
import { together } from '../../editor/disposables.ts';
import { workspaceRoots } from '../../editor/workspace-roots.ts';
import { COMMAND } from '../../names.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'log' | 'settings' | 'telemetry' | 'sessions' | 'extension'>;

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
  const { log, settings, telemetry, sessions, extension } = services;
  try {
    if (!vscode.workspace.isTrusted || !settings.get('capture.enabled') || !wantsCapture(configuration))
      return configuration;
    const session = crypto.randomUUID();
    const plan = prepareLaunch(configuration, {
      port: await telemetry.listen(workspaceRoots()),
      // Known once it listens.
      spool: telemetry.spool,
      session,
      inherited: process.env,
      envFile: await readEnvFile(configuration),
      hooks: settings.get('capture.callSites')
        ? {
            node: extension.asAbsolutePath('dist/hooks/node.cjs'),
            python: extension.asAbsolutePath(join('dist', 'hooks', 'python')),
          }
        : undefined,
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

/** Adapters that read the file themselves do it after us: what is in there must be known to be left alone. */
async function readEnvFile(configuration: LaunchConfiguration): Promise<Environment> {
  const files = [configuration.envFile].flat().filter((file) => typeof file === 'string');
  const parsed = await Promise.all(
    files.map((file) =>
      readFile(file, 'utf8').then(
        (text) => toEnvironment(parseEnv(text)),
        // The adapter says so itself.
        () => ({}),
      ),
    ),
  );
  return Object.assign({}, ...parsed);
}
