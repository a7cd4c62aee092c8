// A program whose traces go elsewhere is started again, with a wish for that one run. Its launch configuration stays as it is.

import * as vscode from 'vscode';
import { reasonOf } from '../../../base/reason-of.ts';
import { LEFT_PROPERTY } from '../../../launch/launch-configuration.ts';
import { RUN_AGAIN, type RunAgain } from '../../../model/run-again.ts';
import { together } from '../../editor/disposables.ts';
import { RUN_AGAIN_COMMAND } from '../../names.ts';
import type { CaptureSession } from '../../services/capture-sessions.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'log' | 'sessions'>;

/** So long a program may take to end, in milliseconds: it is asked to, and may clean up. */
const LONGEST_END = 20_000;

export function registerRunAgain({ log, sessions }: Needs): Disposable {
  const debugSessions = new Map<string, vscode.DebugSession>();

  const run = async (how: RunAgain, key: unknown) => {
    const offered = sessions.all.filter(({ left }) => left?.offers.includes(how));
    const chosen = key === undefined ? await choose(offered, how) : offered.find((session) => session.key === key);
    const session = chosen && debugSessions.get(chosen.key);
    if (chosen === undefined || session === undefined) return;
    const location = vscode.ProgressLocation.Window;
    try {
      await vscode.window.withProgress({ location, title: `Starting ${chosen.name} again` }, async () => {
        if (chosen.running) await end(session);
        await start(session, how);
      });
    } catch (error) {
      const reason = reasonOf(error);
      log.error(`"${chosen.name}" was not started again: ${reason}`);
      await vscode.window.showErrorMessage(`Spanline could not start "${chosen.name}" again: ${reason}`);
    }
  };

  return together(
    vscode.debug.onDidStartDebugSession((session) => {
      const key: unknown = session.configuration[LEFT_PROPERTY];
      if (typeof key === 'string' && !session.parentSession) debugSessions.set(key, session);
    }),
    sessions.onChange(() => {
      const known = new Set(sessions.all.map(({ key }) => key));
      for (const key of debugSessions.keys()) if (!known.has(key)) debugSessions.delete(key);
    }),
    vscode.commands.registerCommand(RUN_AGAIN_COMMAND.override, (key: unknown) => run('override', key)),
    vscode.commands.registerCommand(RUN_AGAIN_COMMAND.forward, (key: unknown) => run('forward', key)),
  );
}

async function choose(offered: readonly CaptureSession[], how: RunAgain): Promise<CaptureSession | undefined> {
  if (offered.length === 0) {
    await vscode.window.showInformationMessage(
      'No program that was started with F5 in this window sends its traces elsewhere over OTLP, so there is none to start again.',
    );
    return undefined;
  }
  if (offered.length === 1) return offered[0];
  const items = offered.map((session) => ({ label: session.name, detail: session.left?.why ?? '', session }));
  const { label, effect } = RUN_AGAIN[how];
  return (await vscode.window.showQuickPick(items, { title: label, placeHolder: effect }))?.session;
}

async function end(session: vscode.DebugSession): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const late = setTimeout(() => ended.reject(new Error('it has not ended yet. Stop it, and try again.')), LONGEST_END);
  const listening = vscode.debug.onDidTerminateDebugSession(({ id }) => {
    if (id === session.id) ended.resolve();
  });
  try {
    await vscode.debug.stopDebugging(session);
    await ended.promise;
  } finally {
    clearTimeout(late);
    listening.dispose();
  }
}

async function start({ workspaceFolder, configuration }: vscode.DebugSession, how: RunAgain): Promise<void> {
  const wished = {
    ...(written(workspaceFolder, configuration.name) ?? withoutMarks(configuration)),
    spanline: { [how]: true },
  };
  const noDebug = configuration.noDebug === true;
  if (!(await vscode.debug.startDebugging(workspaceFolder, wished, { noDebug })))
    throw new Error('the editor did not start it.');
}

/** As launch.json has it, to be resolved anew; undefined for what is not written there. */
function written(folder: vscode.WorkspaceFolder | undefined, name: string): vscode.DebugConfiguration | undefined {
  const all = vscode.workspace.getConfiguration('launch', folder?.uri).get<unknown>('configurations');
  const candidates: readonly unknown[] = Array.isArray(all) ? all : [];
  return candidates.filter(isConfiguration).find((candidate) => candidate.name === name);
}

function isConfiguration(value: unknown): value is vscode.DebugConfiguration {
  return ['type', 'name', 'request'].every(
    (key) => typeof value === 'object' && value !== null && typeof Reflect.get(value, key) === 'string',
  );
}

/** What adapters and we have noted in it belongs to the run that is over. */
function withoutMarks(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
  const { type, name, request, ...others } = configuration;
  return {
    type,
    name,
    request,
    ...Object.fromEntries(Object.entries(others).filter(([key]) => !key.startsWith('__'))),
  };
}
