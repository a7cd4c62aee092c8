// Runs that are kept: which launches they are of, a list to open one from, a command that deletes all.

import * as vscode from 'vscode';
import { countOf } from '../../../model/count-of.ts';
import type { KeptRun, RunLaunch } from '../../../model/run.ts';
import { ours, together } from '../../editor/disposables.ts';
import { COMMAND, CUSTOM_EDITOR } from '../../names.ts';
import { TERMINALS } from '../../services/capture-sessions.ts';
import { hasKeptRuns, runsFolder } from '../../services/kept-runs.ts';
import { offerLog } from '../../services/offer-log.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'log' | 'telemetry' | 'sessions' | 'settings' | 'extension'>;

export function registerRuns(services: Needs): Disposable {
  const { sessions, telemetry, log } = services;
  const started = new Map<string, RunLaunch>();
  const tell = () => {
    // Terminals are open for days: what is run in them belongs to whatever run there is.
    const running = sessions.all.filter((session) => session.running && !session.left && session.name !== TERMINALS);
    const launches = running.map(({ key, name }) => started.get(key) ?? { key, name, time: Date.now() });
    started.clear();
    for (const launch of launches) started.set(launch.key, launch);
    telemetry.tellLaunches(launches);
  };
  const guarded = (what: string, run: () => Promise<void>) => async () => {
    try {
      await run();
    } catch (error) {
      log.error(`${what}: ${String(error)}`);
      await offerLog(what, error);
    }
  };
  return together(
    sessions.onChange(tell),
    ours(
      vscode.commands.registerCommand(
        COMMAND.openRun,
        guarded('earlier runs', () => openRun(services)),
      ),
    ),
    ours(
      vscode.commands.registerCommand(
        COMMAND.deleteRuns,
        guarded('kept runs', () => deleteRuns(services)),
      ),
    ),
  );
}

async function openRun({ telemetry, extension, settings }: Needs): Promise<void> {
  const folder = runsFolder(extension);
  if (folder === undefined || !(await hasKeptRuns(extension))) return sayNone(settings, folder);
  const runs = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: 'Spanline: reading what runs are kept' },
    () => telemetry.keptRuns(),
  );
  const items = runs.map((run) => ({ ...describe(run), run }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Open an Earlier Run',
    placeHolder: 'By launch or time',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked)
    await vscode.commands.executeCommand(
      'vscode.openWith',
      vscode.Uri.joinPath(folder, picked.run.name),
      CUSTOM_EDITOR.run,
    );
}

async function sayNone(settings: Needs['settings'], folder: vscode.Uri | undefined): Promise<void> {
  const why =
    folder === undefined
      ? 'A window without a folder or workspace keeps none.'
      : settings.get('store.keepRuns') <= 0
        ? 'The setting spanline.store.keepRuns is 0.'
        : 'Start a program with F5: what it does is kept from then on.';
  await vscode.window.showInformationMessage(`Spanline: no run is kept yet. ${why}`);
}

function describe({ launches, written, spans, errors, bytes, trouble }: KeptRun): vscode.QuickPickItem {
  const names = [...new Set(launches.map(({ name }) => name))];
  const counts = [
    countOf(spans, 'span'),
    ...(errors > 0 ? [countOf(errors, 'error')] : []),
    bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`,
  ];
  const time = new Date(Math.min(written, ...launches.map((launch) => launch.time)));
  return {
    label: names.length > 0 ? names.join(', ') : 'Terminals and other programs',
    description: time.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }),
    detail: trouble ?? counts.join(' · '),
  };
}

async function deleteRuns({ telemetry, extension }: Needs): Promise<void> {
  if (!(await hasKeptRuns(extension))) {
    await vscode.window.showInformationMessage('Spanline: no run is kept, so there is nothing to delete.');
    return;
  }
  const remove = 'Delete All';
  const answer = await vscode.window.showWarningMessage(
    'Delete all runs that are kept for this workspace?',
    { modal: true, detail: 'They cannot be brought back. What the Traces view shows stays until it is cleared.' },
    remove,
  );
  if (answer !== remove) return;
  const count = await telemetry.deleteRuns();
  await vscode.window.showInformationMessage(`Spanline: ${count} ${count === 1 ? 'run was' : 'runs were'} deleted.`);
}
