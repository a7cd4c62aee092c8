// The launches of this window, with what they were started with and what they printed about telemetry.

import * as vscode from 'vscode';
import { createEmitter, type Listen } from '../../../base/event.ts';
import { createOutputRing, type OutputRing } from '../../../doctor/output-ring.ts';
import { together } from '../../editor/disposables.ts';

/** Launches of that many different names are remembered. */
const MAX_LAUNCHES = 20;

export interface LaunchRecord {
  readonly name: string;
  readonly configuration: vscode.DebugConfiguration;
  readonly root: string | undefined;
  readonly output: OutputRing;
}

export interface LaunchRecords extends Disposable {
  /** The newest first; of those of one name, the newest only. */
  readonly all: readonly LaunchRecord[];
  readonly onStart: Listen<LaunchRecord>;
  readonly onEnd: Listen<LaunchRecord>;
}

export function recordLaunches(): LaunchRecords {
  const starts = createEmitter<LaunchRecord>();
  const ends = createEmitter<LaunchRecord>();
  const bySession = new Map<string, LaunchRecord>();
  let all: readonly LaunchRecord[] = [];

  /** The adapter speaks before the editor tells of the session. */
  const recordOf = (session: vscode.DebugSession): LaunchRecord => {
    if (session.parentSession) return recordOf(session.parentSession);
    const known = bySession.get(session.id);
    if (known !== undefined) return known;
    const record: LaunchRecord = {
      name: session.configuration.name,
      configuration: session.configuration,
      root: session.workspaceFolder?.uri.scheme === 'file' ? session.workspaceFolder.uri.fsPath : undefined,
      output: createOutputRing(),
    };
    bySession.set(session.id, record);
    all = [record, ...all.filter(({ name }) => name !== record.name)].slice(0, MAX_LAUNCHES);
    return record;
  };

  const registered = together(
    vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker(session) {
        const { output } = recordOf(session);
        return { onDidSendMessage: (message: unknown) => output.take(printedBy(message)) };
      },
    }),
    vscode.debug.onDidStartDebugSession((session) => {
      if (!session.parentSession) starts.fire(recordOf(session));
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      if (session.parentSession) return;
      ends.fire(recordOf(session));
      bySession.delete(session.id);
    }),
  );
  return {
    get all() {
      return all;
    },
    onStart: starts.listen,
    onEnd: ends.listen,
    [Symbol.dispose]: () => registered[Symbol.dispose](),
  };
}

/** What an `output` event of the Debug Adapter Protocol carries; nothing for any other message. */
function printedBy(message: unknown): string {
  const { type, event, body } = fieldsOf(message);
  if (type !== 'event' || event !== 'output') return '';
  const { category, output } = fieldsOf(body);
  return typeof output === 'string' && category !== 'telemetry' ? output : '';
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
