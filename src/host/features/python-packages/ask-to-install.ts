// The question before packages are installed: once a workspace and interpreter, and not at all where a setting has answered.

import * as vscode from 'vscode';
import { keyOf, type Lack, type Needs, pythonOf } from './lack.ts';

/** In the workspace's state: interpreters for which nothing is to be installed. */
const DECLINED = 'pythonPackages.declined';

export async function askToInstall({ settings, extension, pythonPackages }: Needs, lack: Lack, name: string) {
  if (!vscode.workspace.isTrusted || (await pythonPackages.has(lack))) return false;
  const setting = settings.get('capture.autoInstrument');
  if (setting !== 'ask') return setting === 'on';
  const { workspaceState } = extension;
  const declined = workspaceState.get<readonly string[]>(DECLINED, []);
  if (declined.includes(keyOf(lack))) return false;
  const yes = 'Install';
  const never = 'Never';
  const answer = await vscode.window.showInformationMessage(
    `“${name}” ${whatItDoes(lack)}, and lacks the packages to trace that. Install them for ${pythonOf(lack)} into a folder of Spanline, about 8 MB? The environment of ${lack.executable} stays as it is.`,
    yes,
    'Not Now',
    never,
  );
  if (answer === yes) return true;
  if (answer === never) await settings.set('capture.autoInstrument', 'off');
  else await workspaceState.update(DECLINED, [...declined, keyOf(lack)]);
  return false;
}

function whatItDoes({ module }: Lack): string {
  return module.startsWith('opentelemetry.') ? 'has OpenTelemetry’s API alone' : `uses ${module.split('.')[0]}`;
}
