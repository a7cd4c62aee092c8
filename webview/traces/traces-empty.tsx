// Why there are no traces, by what the editor knows.

import { RUN_AGAIN, type RunAgain, sayRunAgain } from '../../src/model/run-again.ts';
import type { TerminalCapture } from '../../src/model/terminal-capture.ts';
import type { DoctorWish, EditorApi, ViewHint, WaitingSession } from '../../src/protocol/editor-api.ts';
import type { Notice } from '../../src/protocol/store-api.ts';
import { EmptyState } from '../kit/empty-state.tsx';
import { DoctorFindings } from './doctor-findings.tsx';

export interface TracesEmptyProps {
  /** Undefined until the editor has answered. */
  readonly hint: ViewHint | undefined;
  readonly filtered: boolean;
  /** What the store has to say. */
  readonly notices: readonly Notice[];
  /** By a line that traces pass through. */
  readonly isBySite: boolean;
  /** There are traces behind it. */
  readonly hasTraces: boolean;
  onClearFilter(): void;
  onDoctor(wish: DoctorWish): void;
  onRunAgain(session: string, how: RunAgain): void;
  onStart(what: Parameters<EditorApi['start']>[0]): void;
}

export function TracesEmpty({
  hint,
  filtered,
  notices,
  isBySite,
  hasTraces,
  onClearFilter,
  onDoctor,
  onRunAgain,
  onStart,
}: TracesEmptyProps) {
  if (hint?.kind === 'doctor' && (hint.isAsked || !filtered))
    return <DoctorFindings hint={hint} hasTraces={hasTraces} onDoctor={onDoctor} />;
  if (filtered)
    return (
      <EmptyState title={isBySite ? 'No trace passes through this line yet.' : 'No trace passes the filter.'}>
        <p>
          <button type="button" class="link" onClick={onClearFilter}>
            Show all traces
          </button>
        </p>
      </EmptyState>
    );
  switch (hint?.kind) {
    case undefined:
    case 'doctor':
      return null;
    case 'idle':
      return (
        <EmptyState title="No traces yet.">
          <p>Press F5 to start a program: its traces appear here while it runs.</p>
          <AboutTerminals terminals={hint.terminals} onStart={onStart} />
          <AskDoctor onDoctor={onDoctor} />
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
        <EmptyState
          title={
            hint.sessions.some(({ isCaptured }) => isCaptured)
              ? 'Waiting for the first span.'
              : 'No traces are captured.'
          }
        >
          <ul>
            {hint.sessions.map((session) => (
              <WaitingItem key={session.key} session={session} onRunAgain={onRunAgain} />
            ))}
          </ul>
          <AskDoctor onDoctor={onDoctor} />
        </EmptyState>
      );
    case 'file':
      return (
        <EmptyState title="No trace in this file.">
          {notices.map(({ message }) => (
            <p key={message}>{message}</p>
          ))}
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

interface WaitingItemProps extends Pick<TracesEmptyProps, 'onRunAgain'> {
  readonly session: WaitingSession;
}

function WaitingItem({ session: { key, text, offers }, onRunAgain }: WaitingItemProps) {
  return (
    <li>
      {text}
      {offers.length > 0 && (
        <p class="offers">
          {offers.map((how) => (
            <button
              key={how}
              type="button"
              class="secondary"
              title={RUN_AGAIN[how].effect}
              onClick={() => onRunAgain(key, how)}
            >
              {RUN_AGAIN[how].label}
            </button>
          ))}
          <span>{sayRunAgain(offers)}</span>
        </p>
      )}
    </li>
  );
}

function AskDoctor({ onDoctor }: Pick<TracesEmptyProps, 'onDoctor'>) {
  return (
    <p>
      <button type="button" class="link" onClick={() => onDoctor({ kind: 'look' })}>
        Why do I see no spans?
      </button>
    </p>
  );
}

/** Of terminals that nobody has opened nothing is to be said. */
function AboutTerminals({
  terminals,
  onStart,
}: { readonly terminals: TerminalCapture } & Pick<TracesEmptyProps, 'onStart'>) {
  switch (terminals.kind) {
    case 'captured':
      return <p>Programs in terminals that you open from now on are captured too.</p>;
    case 'left':
      return <p>{terminals.why}</p>;
    case 'off':
      return terminals.isUsed ? (
        <p>
          Terminals are not captured.{' '}
          <button type="button" class="link" onClick={() => onStart('terminal')}>
            Open Terminal with Capture
          </button>
          {' or '}
          <button type="button" class="link" onClick={() => onStart('task')}>
            Run Task with Capture
          </button>
        </p>
      ) : null;
  }
}
