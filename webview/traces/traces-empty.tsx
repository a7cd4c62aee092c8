// Why there are no traces, by what the editor knows.

import type { ViewHint } from '../../src/protocol/editor-api.ts';
import { EmptyState } from '../kit/empty-state.tsx';

export interface TracesEmptyProps {
  /** Undefined until the editor has answered. */
  readonly hint: ViewHint | undefined;
  readonly filtered: boolean;
  onClearFilter(): void;
}

export function TracesEmpty({ hint, filtered, onClearFilter }: TracesEmptyProps) {
  if (filtered)
    return (
      <EmptyState title="No trace passes through this line yet.">
        <p>
          <button type="button" class="link" onClick={onClearFilter}>
            Show all traces
          </button>
        </p>
      </EmptyState>
    );
  switch (hint?.kind) {
    case undefined:
      return null;
    case 'idle':
      return (
        <EmptyState title="No traces yet.">
          <p>Press F5 to start a program: its traces appear here while it runs.</p>
        </EmptyState>
      );
    case 'untrusted':
      return (
        <EmptyState title="Capture is off in Restricted Mode.">
          <p>Trust this workspace, and programs that you start with F5 show their traces here.</p>
        </EmptyState>
      );
    case 'off':
      return (
        <EmptyState title="Capture is off.">
          <p>
            Turn on the setting <code>spanline.capture.enabled</code>, and start the program again.
          </p>
        </EmptyState>
      );
    case 'waiting':
      return (
        <EmptyState title="Waiting for the first span.">
          <ul>
            {hint.sessions.map((session) => (
              <li key={session}>{session}</li>
            ))}
          </ul>
        </EmptyState>
      );
    case 'failed':
      return (
        <EmptyState title="Traces cannot be shown.">
          <p>{hint.message}</p>
        </EmptyState>
      );
  }
}
