// The user's settings, typed, with news of their changes.

import * as vscode from 'vscode';
import { SETTING_DEFAULTS, type SettingTypes } from '../names.ts';

export interface Settings {
  get<K extends keyof SettingTypes>(name: K): SettingTypes[K];
  set<K extends keyof SettingTypes>(name: K, value: SettingTypes[K]): Thenable<void>;
  onChange(name: keyof SettingTypes, listener: () => void): Disposable;
}

export const settings: Settings = {
  get: (name) => vscode.workspace.getConfiguration('spanline').get(name, SETTING_DEFAULTS[name]),
  set: (name, value) => {
    const configuration = vscode.workspace.getConfiguration('spanline');
    const inWorkspace = configuration.inspect(name)?.workspaceValue !== undefined;
    return configuration.update(
      name,
      value,
      inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
  },
  onChange: (name, listener) => {
    const listening = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`spanline.${name}`)) listener();
    });
    return { [Symbol.dispose]: () => listening.dispose() };
  },
};
