// The status bar item: how many spans are here, and a menu of what to do.

import * as vscode from 'vscode';
import { RUN_AGAIN } from '../../../model/run-again.ts';
import type { StoreSummary } from '../../../protocol/store-api.ts';
import { together } from '../../editor/disposables.ts';
import { COMMAND, RUN_AGAIN_COMMAND } from '../../names.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'settings' | 'telemetry' | 'sessions' | 'news' | 'log'>;

export function registerStatus(services: Needs): Disposable {
  const { settings, telemetry, news, log } = services;
  const item = vscode.window.createStatusBarItem('spanline.status', vscode.StatusBarAlignment.Left, 0);
  item.name = 'Spanline';
  item.command = COMMAND.showMenu;
  const update = () => {
    const { failure } = telemetry.state;
    if (!news.summary && failure === undefined) return item.hide();
    item.text = statusText(news.summary, failure, settings.get('capture.enabled'));
    item.tooltip = failure ?? statusTooltip(news.summary);
    item.backgroundColor = failure === undefined ? undefined : new vscode.ThemeColor('statusBarItem.warningBackground');
    item.show();
  };
  return together(
    item,
    news.onSummary(update),
    telemetry.onState(update),
    settings.onChange('capture.enabled', update),
    vscode.commands.registerCommand(COMMAND.showMenu, () => showMenu(services)),
    vscode.commands.registerCommand(COMMAND.showLog, () => log.show()),
  );
}

function statusText(summary: StoreSummary | undefined, failure: string | undefined, enabled: boolean): string {
  if (failure !== undefined) return '$(warning) Spanline';
  const spans = summary?.spans ?? 0;
  const count = `${spans.toLocaleString('en')} ${spans === 1 ? 'span' : 'spans'}`;
  return enabled ? `$(pulse) Spanline: ${count}` : `$(debug-pause) Spanline: ${count}`;
}

function statusTooltip(summary: StoreSummary | undefined): string {
  if (!summary) return 'Spanline';
  const lines = [`${summary.traces.toLocaleString('en')} traces, ${summary.errors.toLocaleString('en')} failed spans`];
  if (summary.evicted.traces > 0)
    lines.push(`${summary.evicted.traces.toLocaleString('en')} oldest traces made room for newer ones`);
  const last = summary.notices.at(-1);
  if (last) lines.push(last.message);
  return lines.join('\n');
}

async function showMenu({ settings, sessions }: Needs): Promise<void> {
  const enabled = settings.get('capture.enabled');
  const items: readonly (vscode.QuickPickItem & { readonly command: string; readonly argument?: string })[] = [
    { label: '$(list-tree) Open Traces', command: COMMAND.showTraces },
    ...sessions.all.flatMap(({ key, name, left }) =>
      (left?.offers ?? []).map((how) => ({
        label: `$(debug-restart) ${RUN_AGAIN[how].label}: ${name}`,
        detail: RUN_AGAIN[how].effect,
        command: RUN_AGAIN_COMMAND[how],
        argument: key,
      })),
    ),
    {
      label: enabled ? '$(debug-pause) Pause Capture' : '$(debug-start) Resume Capture',
      detail: enabled
        ? 'Programs started from now on are not captured'
        : 'Programs started from now on are captured again',
      command: COMMAND.toggleCapture,
    },
    { label: '$(terminal) Open Terminal with Capture', command: COMMAND.openTerminal },
    { label: '$(run-all) Run Task with Capture', command: COMMAND.runTask },
    { label: '$(history) Open an Earlier Run', command: COMMAND.openRun },
    { label: '$(trash) Clear Traces', command: COMMAND.clearTraces },
    { label: '$(question) Why do I see no spans?', command: COMMAND.showDoctor },
    { label: '$(output) Show Log', command: COMMAND.showLog },
    { label: '$(gear) Settings', command: 'workbench.action.openSettings', argument: '@ext:spanline.spanline' },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Spanline' });
  if (picked) await vscode.commands.executeCommand(picked.command, picked.argument);
}
