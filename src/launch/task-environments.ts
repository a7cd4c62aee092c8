// The variables that the user's tasks and terminal profiles set, read from settings of which little is known.

import { type Environment, toEnvironment } from './launch-configuration.ts';

/** As settings name platforms. */
export type SettingsPlatform = 'linux' | 'osx' | 'windows';

/** `tasks` is the content of a tasks.json: its own options and those of each task, of which a platform's go first. */
export function environmentOfTasks(tasks: unknown, platform: SettingsPlatform): Environment {
  const { options, tasks: list, [platform]: ofPlatform } = fieldsOf(tasks);
  const each = Array.isArray(list) ? list.map((task) => environmentOfTasks(task, platform)) : [];
  const own = toEnvironment(fieldsOf(options).env);
  return Object.assign({}, own, ...each, ofPlatform === undefined ? {} : environmentOfTasks(ofPlatform, platform));
}

/** `profiles` is the setting `terminal.integrated.profiles.<platform>`. */
export function environmentOfProfiles(profiles: unknown): Environment {
  return Object.assign({}, ...Object.values(fieldsOf(profiles)).map((profile) => toEnvironment(fieldsOf(profile).env)));
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
