// A task once more, with other variables: as far as the editor tells what it runs.

import * as vscode from 'vscode';
import { type Environment, toEnvironment } from '../../../launch/launch-configuration.ts';
import { fieldsOf } from '../../../launch/task-environments.ts';

/** A sentence, where the task cannot be built again. */
export function whyNotRebuilt(task: vscode.Task): string | undefined {
  const { execution } = task;
  if (execution instanceof vscode.CustomExecution) return 'An extension runs it by itself, without a command.';
  if (execution === undefined) return 'It has no command of its own.';
  return dependsOnOthers(task) ? 'It runs other tasks first, which the editor does not tell of.' : undefined;
}

/** What the task itself sets. */
export function ownEnvironment({ execution }: vscode.Task): Environment {
  return execution === undefined || execution instanceof vscode.CustomExecution
    ? {}
    : toEnvironment(execution.options?.env);
}

/** Undefined where it cannot be built again. */
export function rebuildTask(task: vscode.Task, variables: Readonly<Record<string, string>>): vscode.Task | undefined {
  const execution = withVariables(task.execution, variables);
  if (execution === undefined) return undefined;
  const scope = task.scope ?? vscode.TaskScope.Workspace;
  const again = new vscode.Task(task.definition, scope, task.name, task.source, execution, task.problemMatchers);
  again.isBackground = task.isBackground;
  again.presentationOptions = task.presentationOptions;
  again.runOptions = task.runOptions;
  if (task.group) again.group = task.group;
  if (task.detail !== undefined) again.detail = task.detail;
  return again;
}

function withVariables(
  execution: vscode.Task['execution'],
  variables: Readonly<Record<string, string>>,
): vscode.ShellExecution | vscode.ProcessExecution | undefined {
  if (execution === undefined || execution instanceof vscode.CustomExecution) return undefined;
  const options = { ...execution.options, env: { ...execution.options?.env, ...variables } };
  if (execution instanceof vscode.ProcessExecution)
    return new vscode.ProcessExecution(execution.process, execution.args, options);
  const { commandLine, command, args } = execution;
  if (commandLine !== undefined) return new vscode.ShellExecution(commandLine, options);
  return command === undefined ? undefined : new vscode.ShellExecution(command, args ?? [], options);
}

/** Only a tasks.json can say so, and only there it is told. */
function dependsOnOthers({ name, scope }: vscode.Task): boolean {
  const folder = typeof scope === 'object' ? scope : undefined;
  const tasks: unknown = vscode.workspace.getConfiguration('tasks', folder).get('tasks');
  return (Array.isArray(tasks) ? tasks : []).some((entry: unknown) => {
    const { label, dependsOn } = fieldsOf(entry);
    return label === name && dependsOn !== undefined;
  });
}
