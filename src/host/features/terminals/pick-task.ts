// Asks for a task: those that ran last come first, and are there at once; to find all others may take a while.

import * as vscode from 'vscode';

interface TaskItem extends vscode.QuickPickItem {
  /** None of what leads to a first task. */
  readonly task: vscode.Task | undefined;
}

const CONFIGURE: TaskItem = {
  label: '$(gear) Configure a Task',
  detail: 'No task was found in this workspace',
  task: undefined,
};

export function isSameTask(a: vscode.Task, b: vscode.Task): boolean {
  const folderOf = ({ scope }: vscode.Task) => (typeof scope === 'object' ? scope.uri.toString() : scope);
  return a.name === b.name && a.source === b.source && folderOf(a) === folderOf(b);
}

/** `recent`: the newest first. Undefined where the user chose none. */
export async function pickTask(recent: readonly vscode.Task[]): Promise<vscode.Task | undefined> {
  const pick = vscode.window.createQuickPick<TaskItem>();
  pick.title = 'Run Task with Capture';
  pick.placeholder = 'Looking for tasks';
  pick.matchOnDescription = true;
  pick.busy = true;
  pick.items = recent.map((task) => toItem(task, 'ran last'));
  const chosen = new Promise<TaskItem | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]));
    pick.onDidHide(() => resolve(undefined));
  });
  pick.show();
  try {
    void showAll(pick, recent);
    const item = await chosen;
    if (item === CONFIGURE) await vscode.commands.executeCommand('workbench.action.tasks.configureTaskRunner');
    return item?.task;
  } finally {
    pick.dispose();
  }
}

async function showAll(pick: vscode.QuickPick<TaskItem>, recent: readonly vscode.Task[]): Promise<void> {
  const all = await Promise.resolve(vscode.tasks.fetchTasks()).catch((): vscode.Task[] => []);
  const others = all.filter((task) => !recent.some((known) => isSameTask(known, task)));
  const items = [...pick.items, ...others.map((task) => toItem(task, ''))];
  pick.items = items.length > 0 ? items : [CONFIGURE];
  pick.placeholder = 'Select the task whose programs are to be captured';
  pick.busy = false;
}

function toItem(task: vscode.Task, said: string): TaskItem {
  const isRunning = vscode.tasks.taskExecutions.some((execution) => isSameTask(execution.task, task));
  const description = [task.source, isRunning ? 'runs, and is stopped first' : said].filter(Boolean).join(', ');
  return { label: task.name, description, task, ...(task.detail === undefined ? {} : { detail: task.detail }) };
}
