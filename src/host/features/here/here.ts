// "You are here": where a debugger has stopped, the spans that are open, each a step away from its trace as it is so far.

import * as vscode from 'vscode';
import type { OpenSpans } from '../../../protocol/store-api.ts';
import { together } from '../../editor/disposables.ts';
import { createRevealer } from '../../editor/reveal-site.ts';
import { COMMAND, CONTEXT, VIEW } from '../../names.ts';
import type { Services } from '../../services/services.ts';
import { type Asked, askDebugger } from './ask-debugger.ts';
import { type Content, composeContent, NOTHING_STOPPED, type OpenSpanRow } from './content.ts';
import { toTreeItem } from './row-item.ts';

/** Milliseconds. A step runs on and stops again: what is shown stays meanwhile. */
const STEP = 250;

type Needs = Pick<Services, 'log' | 'telemetry' | 'news' | 'openTrace'>;

export function registerHere(services: Needs): Disposable {
  const { telemetry, news } = services;
  const revealer = createRevealer();
  const changes = new vscode.EventEmitter<void>();
  let content: Content = NOTHING_STOPPED;
  /** The thread that is looked at, and since when it is held, in milliseconds since the Unix epoch. */
  let held: { readonly thread: string; readonly since: number } | undefined;
  /** What the debugger said of the present stop. */
  let asked: Asked | undefined;
  /** Counts what was looked for: only the newest is shown. */
  let looks = 0;
  let clearing: NodeJS.Timeout | undefined;
  /** The editor forgets it where the rows are gone between two stops. */
  let areOthersUnfolded = false;

  const view = vscode.window.createTreeView<OpenSpanRow>(VIEW.here, {
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: (row) => [...(row === undefined ? content.rows : row.kind === 'more' ? [] : row.rows)],
      getTreeItem: (row) => toTreeItem(row, areOthersUnfolded),
    },
  });

  const stoppedAt = () => held?.since ?? Date.now();

  const show = (next: Content) => {
    if (JSON.stringify(next) === JSON.stringify(content)) return;
    content = next;
    view.message = next.message ?? '';
    void vscode.commands.executeCommand('setContext', CONTEXT.hereEmpty, next.empty);
    changes.fire();
  };

  const query = async (): Promise<OpenSpans | undefined> => {
    if (asked === undefined || 'refusal' in asked) return undefined;
    const active = typeof asked.active === 'object' ? asked.active : undefined;
    // Without a store there is nothing to start one for.
    return telemetry.store?.openSpans(asked.pid, active).catch(() => undefined);
  };

  const ask = async (frame: vscode.DebugStackFrame, look: number): Promise<void> => {
    const answer = await askDebugger(frame);
    if (look !== looks) return;
    if (answer && 'refusal' in answer)
      services.log.info(`which span is active in "${frame.session.name}" is not known: ${answer.refusal}`);
    asked = answer;
    const spans = await query();
    if (look !== looks) return;
    show(composeContent(asked, spans, stoppedAt()));
  };

  const leave = () => show(NOTHING_STOPPED);

  const look = () => {
    const mine = ++looks;
    asked = undefined;
    clearTimeout(clearing);
    const item = vscode.debug.activeStackItem;
    // A thread without a frame runs.
    if (!(item instanceof vscode.DebugStackFrame)) {
      held = undefined;
      clearing = setTimeout(leave, STEP);
      return;
    }
    const thread = `${item.session.id} ${item.threadId}`;
    if (held?.thread !== thread) held = { thread, since: Date.now() };
    if (!view.visible) return leave();
    if (!telemetry.store) {
      show({ ...NOTHING_STOPPED, empty: 'idle' });
      return;
    }
    void vscode.window.withProgress({ location: { viewId: VIEW.here } }, () => ask(item, mine));
  };

  /** While this program is stopped others go on: what they have open around it may end. */
  const lookAgain = async () => {
    if (asked === undefined || !view.visible) return;
    const mine = looks;
    const spans = await query();
    if (mine === looks && asked !== undefined) show(composeContent(asked, spans, stoppedAt()));
  };

  return together(
    revealer,
    changes,
    view,
    { dispose: () => clearTimeout(clearing) },
    view.onDidChangeVisibility(look),
    view.onDidExpandElement(({ element }) => {
      if (element.kind === 'others') areOthersUnfolded = true;
    }),
    view.onDidCollapseElement(({ element }) => {
      if (element.kind === 'others') areOthersUnfolded = false;
    }),
    vscode.debug.onDidChangeActiveStackItem(look),
    telemetry.onState(look),
    news.onSummary(() => void lookAgain()),
    vscode.commands.registerCommand(COMMAND.showOpenSpan, (row?: OpenSpanRow) => {
      if (row?.kind === 'span') services.openTrace(row.span.traceId, row.span.spanId);
    }),
    vscode.commands.registerCommand(COMMAND.revealOpenSpan, async (row?: OpenSpanRow) => {
      if (row?.kind !== 'span' || row.span.site.kind !== 'resolved') return;
      const revealed = await revealer.reveal(row.span.site.site, true, undefined);
      if (!revealed.ok) void vscode.window.showWarningMessage(revealed.error);
    }),
  );
}
