// Which open terminals are captured: together they are one session of the window.

import * as vscode from 'vscode';
import { together } from '../../editor/disposables.ts';

export interface CapturedTerminals extends Disposable {
  readonly isAny: boolean;
  add(terminal: vscode.Terminal): void;
}

/** `isCaptured`: whether a terminal that opens now is. */
export function watchTerminals(isCaptured: () => boolean, onChange: () => void): CapturedTerminals {
  const captured = new Set<vscode.Terminal>();
  const add = (terminal: vscode.Terminal) => {
    captured.add(terminal);
    onChange();
  };
  return {
    get isAny() {
      return captured.size > 0;
    },
    add,
    ...together(
      vscode.window.onDidOpenTerminal((terminal) => {
        if (isCaptured()) add(terminal);
        else onChange();
      }),
      vscode.window.onDidCloseTerminal((terminal) => {
        captured.delete(terminal);
        onChange();
      }),
    ),
  };
}
