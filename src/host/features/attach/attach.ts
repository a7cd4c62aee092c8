// Attaching: the program runs already, so the hook goes in through its debugger, if the user says so.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { reasonOf } from '../../../base/reason-of.ts';
import { ATTACH_EXPRESSION, parseAttached } from '../../../launch/attach-expression.ts';
import { debugTypeOf } from '../../../launch/debug-type.ts';
import { ours } from '../../editor/disposables.ts';
import { workspaceRoots } from '../../editor/workspace-roots.ts';
import type { Services } from '../../services/services.ts';

type Needs = Pick<Services, 'log' | 'settings' | 'telemetry' | 'sessions' | 'hookFolder'>;

export function registerAttach(services: Needs): Disposable {
  /** Of each attach that the user started; the processes that js-debug finds below it share its answer. */
  const answers = new WeakMap<vscode.DebugSession, Promise<boolean>>();
  return ours(
    vscode.debug.onDidStartDebugSession((session) => {
      const root = session.parentSession ?? session;
      const { hook } = debugTypeOf(session.type);
      if (root.configuration.request !== 'attach' || root.configuration.spanline === false || hook === undefined)
        return;
      // A program of js-debug is a session below the one that was asked for, which has nothing to evaluate in.
      if (hook === 'node' && session.parentSession === undefined) return;
      if (!vscode.workspace.isTrusted || !services.settings.get('capture.enabled')) return;
      const answer = answers.get(root) ?? ask(services, root.name);
      answers.set(root, answer);
      void answer.then(async (isWanted) => {
        if (isWanted) await load(services, session, hook);
      });
    }),
  );
}

async function ask({ settings }: Needs, name: string): Promise<boolean> {
  const setting = settings.get('capture.attach');
  if (setting !== 'ask') return setting === 'always';
  const once = 'Load';
  const always = 'Always';
  const never = 'Never';
  const answer = await vscode.window.showInformationMessage(
    `Load Spanline into "${name}", to see its spans and the lines that make them? It stays until the program ends.`,
    once,
    always,
    never,
  );
  if (answer === always) await settings.set('capture.attach', 'always');
  if (answer === never) await settings.set('capture.attach', 'never');
  return answer === once || answer === always;
}

async function load(services: Needs, session: vscode.DebugSession, hook: 'node' | 'python'): Promise<void> {
  const { log, telemetry, sessions } = services;
  try {
    await telemetry.listen(workspaceRoots());
    const { spool } = telemetry;
    if (spool === undefined)
      throw new Error('there is no folder to write spans into: open a folder or a workspace first');
    const folder = await services.hookFolder();
    const path = hook === 'node' ? join(folder, 'node.cjs') : join(folder, 'python');
    const expression = ATTACH_EXPRESSION[hook]({ hook: path, spool });
    const answer: unknown = await session.customRequest('evaluate', { expression, context: 'watch' });
    const result = typeof answer === 'object' && answer !== null && 'result' in answer ? String(answer.result) : '';
    const pid = parseAttached(result);
    if (pid === undefined) throw new Error(result === '' ? 'the debugger gave no answer' : result);
    log.info(`is loaded into "${session.name}" (${session.type})`);
    sessions.prepared(session.id, session.name, undefined);
    sessions.started(session.id, pid);
  } catch (error) {
    const reason = reasonOf(error);
    log.warn(`cannot be loaded into "${session.name}": ${reason}`);
    void vscode.window.showWarningMessage(`Spanline cannot be loaded into "${session.name}": ${reason}`);
  }
}
