// Commands that write telemetry into a file, and open one.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { countOf } from '../../../model/count-of.ts';
import { RUN_SUFFIX } from '../../../model/run.ts';
import type { ExportedCounts, ExportRequest } from '../../../protocol/telemetry-api.ts';
import { ours, together } from '../../editor/disposables.ts';
import { COMMAND, CUSTOM_EDITOR } from '../../names.ts';
import { offerLog } from '../../services/offer-log.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'telemetry' | 'filter' | 'log' | 'shownTrace'>;

const FILTERS = { 'OpenTelemetry lines (OTLP JSON)': ['jsonl', 'json'] };

export function registerExport(services: Needs): Disposable {
  const { filter, shownTrace } = services;
  const exportTraces = () => {
    const file = openFile();
    const shown = file === undefined ? filter.current : {};
    return exportTo(services, file === undefined ? 'traces' : baseOf(file), { file, filter: shown, trace: undefined });
  };
  const exportTrace = async () => {
    const shown = shownTrace.current;
    if (shown?.trace === undefined) {
      await vscode.window.showInformationMessage('Spanline: open a trace first; it is what is exported.');
      return;
    }
    await exportTo(services, `trace-${shown.trace.slice(0, 8)}`, { file: shown.file, filter: {}, trace: shown.trace });
  };
  return together(
    ours(vscode.commands.registerCommand(COMMAND.exportTraces, exportTraces)),
    ours(vscode.commands.registerCommand(COMMAND.exportTrace, exportTrace)),
    ours(vscode.commands.registerCommand(COMMAND.openFile, chooseFile)),
  );
}

/** Of the editor tab that is active, where that shows a file of telemetry. */
function openFile(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputCustom)) return undefined;
  return Object.values<string>(CUSTOM_EDITOR).includes(input.viewType) ? input.uri.fsPath : undefined;
}

function baseOf(file: string): string {
  return basename(file).replace(new RegExp(`\\${RUN_SUFFIX}$|\\.jsonl?$`), '');
}

async function exportTo(
  { telemetry, log }: Needs,
  name: string,
  request: Omit<ExportRequest, 'path' | 'withSecrets'>,
): Promise<void> {
  const covered = 'Cover Secrets';
  const kept = 'Keep Secrets';
  const how = await vscode.window.showQuickPick(
    [
      {
        label: covered,
        description: 'as in the runs that are kept',
        detail: 'Authorization, cookies, tokens, passwords and the like become stars.',
      },
      { label: kept, detail: 'The file has all that the programs sent. Mind who gets it.' },
    ],
    { title: 'Export: what becomes of secrets?' },
  );
  if (!how) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: FILTERS,
    title: 'Export Traces',
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${name}.otlp.jsonl`) }),
  });
  if (!target) return;
  try {
    const counts = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Spanline: exporting to ${basename(target.fsPath)}` },
      () => telemetry.exportLines({ ...request, path: target.fsPath, withSecrets: how.label === kept }),
    );
    const open = 'Open';
    const answer = await vscode.window.showInformationMessage(
      `${sayCounts(counts)} in ${basename(target.fsPath)}.`,
      open,
    );
    if (answer === open) await openTelemetryFile(target);
  } catch (error) {
    log.error(`the export failed: ${String(error)}`);
    await offerLog(`the export to ${target.fsPath}`, error);
  }
}

function sayCounts({ spans, logs, points, redacted }: ExportedCounts): string {
  const parts = [
    countOf(spans, 'span'),
    ...(logs > 0 ? [countOf(logs, 'log record')] : []),
    ...(points > 0 ? [countOf(points, 'metric point')] : []),
  ];
  return `${parts.join(', ')}${redacted > 0 ? `, ${countOf(redacted, 'secret')} covered` : ''}`;
}

async function chooseFile(): Promise<void> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Open a File of Telemetry',
      filters: { Telemetry: [RUN_SUFFIX.slice(1), 'jsonl', 'json'] },
    })) ?? [];
  if (chosen) await openTelemetryFile(chosen);
}

async function openTelemetryFile(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, CUSTOM_EDITOR.run);
}
