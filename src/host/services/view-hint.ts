// What an empty view says, from the state of the window.

import * as vscode from 'vscode';
import type { ViewHint } from '../../protocol/editor-api.ts';
import { TERMINALS } from './capture-sessions.ts';
import type { Services } from './services.ts';

type Needs = Pick<Services, 'settings' | 'telemetry' | 'sessions' | 'diagnosis'>;

export function viewHint({ settings, telemetry, sessions, diagnosis }: Needs): ViewHint {
  if (diagnosis.shown) return { kind: 'doctor', ...diagnosis.shown };
  if (!vscode.workspace.isTrusted) return { kind: 'untrusted' };
  if (!settings.get('capture.enabled')) return { kind: 'off' };
  if (telemetry.state.failure !== undefined) return { kind: 'failed', message: telemetry.state.failure };
  const shown = sessions.all.filter(({ running, left }) => running || (left && left.offers.length > 0));
  if (shown.length === 0) return { kind: 'idle', terminals: sessions.terminals };
  return {
    kind: 'waiting',
    sessions: shown.map(({ key, name, left }) => ({
      key,
      text: `${name}: ${left?.why ?? waitingFor(name)}`,
      isCaptured: left === undefined,
      offers: left?.offers ?? [],
    })),
  };
}

function waitingFor(session: string): string {
  return session === TERMINALS
    ? 'programs that you start there are captured, and no span has arrived yet.'
    : 'runs, and no span has arrived yet.';
}

/** Whatever may change the hint. */
export function onHintChange(
  { settings, telemetry, sessions, diagnosis }: Needs,
  listener: () => void,
): readonly Disposable[] {
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(listener);
  return [
    settings.onChange('capture.enabled', listener),
    telemetry.onState(listener),
    sessions.onChange(listener),
    diagnosis.onChange(listener),
    { [Symbol.dispose]: () => trust.dispose() },
  ];
}
