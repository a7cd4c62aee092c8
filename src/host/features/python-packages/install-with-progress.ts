// Installs the packages that a program lacks: with progress that can be cancelled, and an offer to run the program again.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { reasonOf } from '../../../base/reason-of.ts';
import { ok, type Result } from '../../../base/result.ts';
import { maskSecrets } from '../../../doctor/mask-secrets.ts';
import { packagesFor } from '../../../launch/python-packages.ts';
import { COMMAND } from '../../names.ts';
import { type Lack, type Needs, pythonOf } from './lack.ts';

const COLLECTING = /^Collecting ([\w.-]+)/;
/** Packages that come along with those that are asked for. */
const MORE = 8;

export async function installWithProgress(services: Needs, lack: Lack, name: string, runAgain: () => Promise<void>) {
  const { log } = services;
  log.info(`installs packages for ${lack.executable}, into ${services.pythonPackages.folder}`);
  const result = await install(services, lack);
  if (result === undefined) {
    log.info('the installation was cancelled');
    return;
  }
  if (result.ok) {
    log.info('the packages are installed');
    const again = 'Run Again';
    const answer = await vscode.window.showInformationMessage(
      `The packages that trace programs of ${pythonOf(lack)} are installed. Run “${name}” again to see its traces.`,
      again,
    );
    if (answer === again) await runAgain();
    return;
  }
  log.error(`the packages are not installed: ${result.error}`);
  const [retry, show] = ['Try Again', 'Show Log'];
  const answer = await vscode.window.showErrorMessage(
    `The packages that trace programs of ${pythonOf(lack)} could not be installed. ${result.error}`,
    retry,
    show,
  );
  if (answer === retry) await installWithProgress(services, lack, name, runAgain);
  if (answer === show) await vscode.commands.executeCommand(COMMAND.showLog);
}

/** Undefined where it was cancelled. What is there already is not brought again. */
async function install({ log, hookFolder, pythonPackages }: Needs, lack: Lack): Promise<Result<void> | undefined> {
  if (await pythonPackages.has(lack)) return ok(undefined);
  const all = (packagesFor(lack)?.length ?? 0) + MORE;
  const location = vscode.ProgressLocation.Notification;
  const title = `Installing packages that trace programs of ${pythonOf(lack)}`;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const script = join(await hookFolder(), 'python-packages', 'install_packages.py');
    const onLine = (line: string) => {
      log.info(maskSecrets(line));
      const name = COLLECTING.exec(line)?.[1];
      if (name !== undefined) progress.report({ message: name, increment: 100 / all });
      else if (line.startsWith('Installing collected packages')) progress.report({ message: 'writing files' });
    };
    try {
      return await pythonPackages.install(lack, script, onLine, stop.signal);
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      return { ok: false, error: reasonOf(error) };
    }
  });
}
