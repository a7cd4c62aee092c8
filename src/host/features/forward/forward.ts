// By a setting: all that is received is passed on to another endpoint as well. Its headers are secrets of the editor's.

import * as vscode from 'vscode';
import { destinationsOf } from '../../../launch/otlp-destination.ts';
import { destinationName } from '../../../model/otlp-destination.ts';
import { ours, together } from '../../editor/disposables.ts';
import { COMMAND } from '../../names.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'log' | 'settings' | 'telemetry' | 'extension'>;

const SECRET = 'spanline.forward.headers';
const SETTING = 'forward.endpoint';

export function registerForward({ log, settings, telemetry, extension }: Needs): Disposable {
  const { secrets } = extension;
  const update = async () => {
    const endpoint = settings.get(SETTING).trim();
    if (endpoint === '' || !vscode.workspace.isTrusted) return telemetry.forwardAll(undefined);
    const found = destinationsOf(endpoint, (await secrets.get(SECRET)) ?? '');
    telemetry.forwardAll(found.ok ? found.value : undefined);
    if (found.ok) {
      log.info(`passes all that is received on to ${destinationName(found.value.traces)}`);
      return;
    }
    log.error(`nothing is passed on: ${found.error}`);
    const open = 'Open Setting';
    const answer = await vscode.window.showErrorMessage(
      `Spanline passes nothing on: the setting spanline.${SETTING} is not understood (${found.error}). Write an address such as http://collector:4318.`,
      open,
    );
    if (answer === open) await vscode.commands.executeCommand('workbench.action.openSettings', `spanline.${SETTING}`);
  };
  const guarded = () => void update().catch((error: unknown) => log.error(`nothing is passed on: ${String(error)}`));
  const setHeaders = async () => {
    const text = await vscode.window.showInputBox({
      title: 'Headers for Forwarding',
      prompt: 'As OTEL_EXPORTER_OTLP_HEADERS has them: authorization=Bearer abc,x-tenant=shop. Empty removes them.',
      password: true,
      ignoreFocusOut: true,
    });
    if (text === undefined) return;
    if (text.trim() === '') await secrets.delete(SECRET);
    else await secrets.store(SECRET, text);
    await vscode.window.showInformationMessage(
      text.trim() === ''
        ? 'Spanline: no headers are sent any more.'
        : 'Spanline: the headers are kept in the secret storage of the editor.',
    );
  };
  // With an empty setting nothing is asked of anybody.
  if (settings.get(SETTING) !== '') guarded();
  return together(
    settings.onChange(SETTING, guarded),
    ours(secrets.onDidChange(({ key }) => key === SECRET && guarded())),
    ours(vscode.workspace.onDidGrantWorkspaceTrust(guarded)),
    ours(vscode.commands.registerCommand(COMMAND.setForwardHeaders, setHeaders)),
  );
}
