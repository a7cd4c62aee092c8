// "Run again with capture": a task, with the variables that a launch is given.

import * as vscode from 'vscode';
import { terminalEnvironment } from '../../../launch/terminal-environment.ts';
import { ours, together } from '../../editor/disposables.ts';
import { COMMAND } from '../../names.ts';
import { captureContext } from '../../services/capture-context.ts';
import { mayCapture } from '../../services/may-capture.ts';
import { offerLog } from '../../services/offer-log.ts';
import type { Services } from '../../services/services.ts';
import { keptPort } from './kept-port.ts';
import { isSameTask, pickTask } from './pick-task.ts';
import { ownEnvironment, rebuildTask, whyNotRebuilt } from './rebuild-task.ts';
import { shellEnvironment } from './shell-environment.ts';
import type { TerminalCollection } from './terminal-collection.ts';

type Needs = Pick<
  Services,
  'log' | 'settings' | 'telemetry' | 'sessions' | 'hookFolder' | 'pythonPackages' | 'extension'
>;

/** So many are offered first. */
const MAX_RECENT = 5;

export function registerRunTask(services: Needs, collection: TerminalCollection): Disposable {
  let recent: readonly vscode.Task[] = [];
  /** Those that were started here, with their sessions. */
  const started = new Map<vscode.TaskExecution, string>();
  const run = async () => {
    if (!(await mayCapture(services))) return;
    const task = await pickTask(recent);
    if (task === undefined) return;
    try {
      await runCaptured(services, collection, task, started);
    } catch (error) {
      services.log.error(`the task "${task.name}" is not captured: ${String(error)}`);
      await offerLog(`the task "${task.name}"`, error);
    }
  };
  return together(
    vscode.tasks.onDidStartTask(({ execution: { task } }) => {
      recent = [task, ...recent.filter((other) => !isSameTask(other, task))].slice(0, MAX_RECENT);
    }),
    vscode.tasks.onDidEndTask(({ execution }) => {
      const session = started.get(execution);
      if (session !== undefined) services.sessions.ended(session);
      started.delete(execution);
    }),
    vscode.commands.registerCommand(COMMAND.runTask, run),
  );
}

async function runCaptured(
  services: Needs,
  collection: TerminalCollection,
  task: vscode.Task,
  started: Map<vscode.TaskExecution, string>,
): Promise<void> {
  const { log, settings, sessions, extension } = services;
  await collection.update();
  const session = crypto.randomUUID();
  const context = { ...(await captureContext(services, keptPort(extension))), session };
  const plan = terminalEnvironment({ ...shellEnvironment(), ...ownEnvironment(task) }, context);
  if (plan.kind === 'left') {
    const anyway = 'Run without Capture';
    const answer = await vscode.window.showWarningMessage(`"${task.name}" cannot be captured: ${plan.why}`, anyway);
    if (answer === anyway) await runAgain(task, task);
    return;
  }
  // All terminals have the variables then, those of tasks too.
  if (collection.capture?.kind === 'captured') return void (await runAgain(task, task));
  const why = whyNotRebuilt(task);
  const rebuilt = why === undefined ? rebuildTask(task, plan.variables) : undefined;
  if (rebuilt === undefined) {
    const all = 'Capture All Terminals';
    const message = `"${task.name}" cannot be given variables. ${why ?? 'Its command is not told.'} The setting spanline.capture.terminals reaches it.`;
    if ((await vscode.window.showWarningMessage(message, all)) !== all) return;
    await settings.set('capture.terminals', true);
    await collection.update();
    return void (await runAgain(task, task));
  }
  sessions.prepared(session, task.name, undefined);
  started.set(await runAgain(task, rebuilt), session);
  sessions.started(session);
  log.info(`captures the task "${task.name}"`);
}

/** A task runs once: the one that runs is stopped first. */
async function runAgain(task: vscode.Task, rebuilt: vscode.Task): Promise<vscode.TaskExecution> {
  const running = vscode.tasks.taskExecutions.find((execution) => isSameTask(execution.task, task));
  if (running !== undefined) {
    const location = vscode.ProgressLocation.Notification;
    const title = `Stopping "${task.name}"`;
    await vscode.window.withProgress({ location, title }, () => endOf(running));
  }
  return await vscode.tasks.executeTask(rebuilt);
}

async function endOf(running: vscode.TaskExecution): Promise<void> {
  const ended = Promise.withResolvers<void>();
  using _listening = ours(
    vscode.tasks.onDidEndTask(({ execution }) => {
      if (execution === running) ended.resolve();
    }),
  );
  running.terminate();
  await ended.promise;
}
