// Python programs that nothing traces, as packages are missing: these are offered, and brought into a folder of ours.

import * as vscode from 'vscode';
import { packagesFor } from '../../../launch/python-packages.ts';
import { together } from '../../editor/disposables.ts';
import { COMMAND } from '../../names.ts';
import type { SessionReport } from '../../services/python-reports.ts';
import { askToInstall } from './ask-to-install.ts';
import { installWithProgress } from './install-with-progress.ts';
import { keyOf, type Lack, type Needs } from './lack.ts';
import { recordLaunches } from './launches.ts';

export function registerPythonPackages(services: Needs): Disposable {
  const { pythonReports, pythonPackages, log } = services;
  const launches = recordLaunches();
  /** What is being asked, and what is being installed: several processes of a launch lack the same. */
  const [asking, installing] = [new Set<string>(), new Set<string>()];
  let newest: SessionReport | undefined;

  const once = async (underWay: Set<string>, lack: Lack, act: () => Promise<void>) => {
    const key = keyOf(lack);
    if (underWay.has(key)) return;
    underWay.add(key);
    try {
      await act();
    } catch (error) {
      log.error(`packages for Python: ${String(error)}`);
    } finally {
      underWay.delete(key);
    }
  };
  const take = async (told: SessionReport) => {
    const { name, report } = told;
    if (report.state === 'traced') log.info(`traces "${name}", which has no tracing of its own`);
    if (report.state === 'failed') log.warn(`"${name}" cannot be traced: ${report.reason}`);
    if (report.state !== 'lacking') return;
    if (packagesFor(report) === undefined) {
      log.info(
        `"${name}" is not traced: no packages are known for ${report.python} with opentelemetry-api ${report.api}`,
      );
      return;
    }
    newest = told;
    await once(asking, report, async () => {
      if (await askToInstall(services, report, name)) await install(told, report);
    });
  };
  const install = ({ name, session }: SessionReport, lack: Lack) =>
    once(installing, lack, () => installWithProgress(services, lack, name, () => launches.runAgain(session)));
  const installNewest = async () => {
    if (newest?.report.state !== 'lacking') {
      void vscode.window.showInformationMessage(
        'No Python program of this window lacks packages. Start one with F5 first: what it needs is known by what it imports.',
      );
      return;
    }
    await install(newest, newest.report);
  };
  const remove = async () => {
    try {
      const were = await pythonPackages.remove();
      const said = were
        ? 'The Python packages of Spanline were removed. Programs that run go on with what they have loaded.'
        : 'Spanline has installed no Python packages.';
      void vscode.window.showInformationMessage(said);
    } catch (error) {
      void vscode.window.showErrorMessage(`The Python packages cannot be removed: ${String(error)}`);
    }
  };

  return together(
    launches,
    pythonReports.onReport((told) => void take(told)),
    vscode.debug.onDidTerminateDebugSession(() => void pythonReports.look()),
    vscode.commands.registerCommand(COMMAND.installPythonPackages, installNewest),
    vscode.commands.registerCommand(COMMAND.removePythonPackages, remove),
  );
}
