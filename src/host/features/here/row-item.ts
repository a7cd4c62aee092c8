// A row of the view as the editor's tree shows it. What telemetry says goes in as plain text.

import * as vscode from 'vscode';
import { COMMAND } from '../../names.ts';
import type { OpenSpanRow, ShownSpan } from './content.ts';

/** Of rows with a line to go to; the manifest's menu asks for it. */
const WITH_SITE = 'openSpanWithSite';

export function toTreeItem(row: OpenSpanRow, areOthersUnfolded: boolean): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  if (row.kind === 'more') return new vscode.TreeItem(`${row.count.toLocaleString('en')} earlier ones are not listed`);
  if (row.kind === 'others') {
    const item = new vscode.TreeItem('Also open in this process', areOthersUnfolded ? Expanded : Collapsed);
    item.description = row.count.toLocaleString('en');
    return item;
  }
  const { span, isActive, lasted } = row;
  const item = new vscode.TreeItem(span.name, row.rows.length > 0 ? Expanded : None);
  const place = placeOf(span);
  item.description = `${lasted} · ${span.service}`;
  item.tooltip = [
    span.name,
    `${span.service}, open for ${lasted}${isActive ? ', active where the program has stopped' : ''}`,
    place.text,
  ].join('\n');
  item.iconPath = isActive
    ? new vscode.ThemeIcon('debug-stackframe', new vscode.ThemeColor('debugIcon.breakpointCurrentStackframeForeground'))
    : new vscode.ThemeIcon('circle-outline');
  if (place.isKnown) item.contextValue = WITH_SITE;
  item.command = { command: COMMAND.showOpenSpan, title: 'Show in Its Trace', arguments: [row] };
  item.accessibilityInformation = {
    label: `${span.name}, ${isActive ? 'active here, ' : ''}service ${span.service}, open for ${lasted}, ${place.text}`,
  };
  return item;
}

function placeOf({ site }: ShownSpan): { readonly text: string; readonly isKnown: boolean } {
  if (site.kind === 'unresolved') return { text: site.why, isKnown: false };
  const { file, line } = site.site;
  const how = site.how === undefined ? '' : `, ${site.how}`;
  return { text: `${vscode.workspace.asRelativePath(file)}:${line}${how}`, isKnown: true };
}
