// Figures above the lines that made spans: how often, how slow, how failing. A click shows their traces.

import * as vscode from 'vscode';
import { formatDuration } from '../../../model/format-duration.ts';
import type { SiteStatistics } from '../../../protocol/store-api.ts';
import { together } from '../../editor/disposables.ts';
import { COMMAND } from '../../names.ts';
import type { Services } from '../../services/services.ts';

/** The editor waits for quiet before it asks for lenses again: news that come faster would keep it waiting for ever. */
const INTERVAL = 2000;

type Needs = Pick<Services, 'settings' | 'telemetry' | 'news'>;

export function registerLens({ settings, telemetry, news }: Needs): Disposable {
  const changes = new vscode.EventEmitter<void>();
  let seen = 0;
  let due: NodeJS.Timeout | undefined;
  const fireSoon = () => {
    due ??= setTimeout(() => {
      due = undefined;
      changes.fire();
    }, INTERVAL);
  };
  return together(
    changes,
    { dispose: () => clearTimeout(due) },
    news.onSummary((summary) => {
      const revision = summary?.revision ?? 0;
      if (revision === seen) return;
      seen = revision;
      fireSoon();
    }),
    settings.onChange('lens.enabled', () => changes.fire()),
    vscode.languages.registerCodeLensProvider(
      { scheme: 'file' },
      {
        onDidChangeCodeLenses: changes.event,
        async provideCodeLenses(document, token) {
          // No file is asked about before there is a store: a lens is no reason to start one.
          if (!telemetry.store || !settings.get('lens.enabled')) return [];
          const sites = await telemetry.store.sites(document.uri.fsPath).catch(() => []);
          return token.isCancellationRequested ? [] : sites.flatMap((site) => toLens(document, site));
        },
      },
    ),
  );
}

function toLens(document: vscode.TextDocument, statistics: SiteStatistics): readonly vscode.CodeLens[] {
  const { file, line } = statistics.site;
  // The file was shortened since the program ran.
  if (line > document.lineCount) return [];
  return [
    new vscode.CodeLens(document.lineAt(line - 1).range, {
      title: lensTitle(statistics),
      tooltip: `Show the traces with ${statistics.names.join(', ')} (p99 ${formatDuration(statistics.p99)})`,
      command: COMMAND.filterBySite,
      arguments: [file, line],
    }),
  ];
}

function lensTitle({ count, p50, p95, errors }: SiteStatistics): string {
  const parts = [`${count.toLocaleString('en')} ${count === 1 ? 'call' : 'calls'}`];
  if (count === 1) parts.push(formatDuration(p50));
  else parts.push(`p50 ${formatDuration(p50)}`, `p95 ${formatDuration(p95)}`);
  if (errors > 0) parts.push(`${errors.toLocaleString('en')} ${errors === 1 ? 'error' : 'errors'}`);
  return parts.join(' · ');
}
