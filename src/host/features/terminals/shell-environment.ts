// The variables that terminals of this window start with, as far as that is known without starting one.

import * as vscode from 'vscode';
import { type Environment, toEnvironment } from '../../../launch/launch-configuration.ts';
import { environmentOfProfiles, environmentOfTasks, type SettingsPlatform } from '../../../launch/task-environments.ts';

const PLATFORM: SettingsPlatform =
  process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'osx' : 'linux';

/** Settings that say what follows. */
export const SHELL_SETTINGS = [
  `terminal.integrated.env.${PLATFORM}`,
  `terminal.integrated.profiles.${PLATFORM}`,
  'tasks',
];

/** What all of them have: the shell's start-up files, which may add to it, are read by the shell alone. */
export function shellEnvironment(): Environment {
  const set: unknown = vscode.workspace.getConfiguration('terminal.integrated.env').get(PLATFORM);
  return { ...process.env, ...toEnvironment(set) };
}

/** What single profiles and tasks of the user set beside. */
export function furtherEnvironment(): Environment {
  const profiles: unknown = vscode.workspace.getConfiguration('terminal.integrated.profiles').get(PLATFORM);
  const scopes = [undefined, ...(vscode.workspace.workspaceFolders ?? [])];
  const tasks = scopes.map((scope) => environmentOfTasks(vscode.workspace.getConfiguration('tasks', scope), PLATFORM));
  return Object.assign({}, environmentOfProfiles(profiles), ...tasks);
}
