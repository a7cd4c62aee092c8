// The debugger's clock: when captured programs were held, told to the child, which takes that out of all durations.

import * as vscode from 'vscode';
import { parseAdapterMessage } from '../../../debugger/adapter-message.ts';
import { toNodeTarget } from '../../../debugger/node-target.ts';
import { PauseRecorder, type RecordedPause } from '../../../debugger/pause-recorder.ts';
import { debugTypeOf } from '../../../launch/debug-type.ts';
import { SESSION_PROPERTY } from '../../../launch/launch-configuration.ts';
import { together } from '../../editor/disposables.ts';
import type { Services } from '../../services/services.ts';
import { createPreciseClock } from './precise-clock.ts';
import { createToldPauses, type ToldPauses } from './told-pauses.ts';

type Needs = Pick<Services, 'telemetry' | 'sessions'>;

/** A session that goes on, with the process that it holds, as far as that is told. */
interface Followed {
  readonly root: vscode.DebugSession;
  readonly pid: () => number | undefined;
}

export function registerDebuggerClock({ telemetry, sessions }: Needs): Disposable {
  const now = createPreciseClock();
  const pauses = createToldPauses(telemetry);
  const followed = new Map<string, Followed>();
  const isCaptured = (session: vscode.DebugSession): boolean =>
    markOf(rootOf(session)) !== undefined || chainOf(session).some(({ id }) => sessions.has(id));
  const attachedTo = (session: vscode.DebugSession) =>
    chainOf(session)
      .map(({ id }) => sessions.pidOf(id))
      .find((pid) => pid !== undefined);
  return together(
    vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) =>
        canBeCaptured(rootOf(session)) ? follow(session, { now, pauses, followed, isCaptured, attachedTo }) : undefined,
    }),
    // An answer to whether to load the hook may come while the program is held.
    sessions.onChange(() => pauses.tell()),
    telemetry.onState(({ running }) => {
      if (running) pauses.tellAll();
    }),
  );
}

interface Clock {
  readonly now: () => number;
  readonly pauses: ToldPauses;
  /** By the id of the session. */
  readonly followed: Map<string, Followed>;
  isCaptured(session: vscode.DebugSession): boolean;
  /** The process, of a program that was attached to. */
  attachedTo(session: vscode.DebugSession): number | undefined;
}

function follow(
  session: vscode.DebugSession,
  { now, pauses, followed, isCaptured, attachedTo }: Clock,
): vscode.DebugAdapterTracker {
  const root = rootOf(session);
  const isNode = debugTypeOf(session.type).hook === 'node';
  let told: number | undefined;
  const target = () => {
    const node = isNode ? toNodeTarget(chainOf(session).map(({ name }) => name)) : undefined;
    return { pid: node?.pid ?? told ?? attachedTo(session), thread: node?.thread };
  };
  followed.set(session.id, { root, pid: () => target().pid });

  /** The mark of the launch stands for its process as long as there is no other. */
  const launchOfOne = () => {
    const pids = [...followed.values()].filter((other) => other.root === root).map(({ pid }) => pid());
    return new Set(pids.filter((pid) => pid !== undefined)).size > 1 ? undefined : markOf(root);
  };
  const recorder = new PauseRecorder(({ number, start, end }: RecordedPause) => {
    const id = `${session.id} ${number}`;
    const { pid, thread } = target();
    const launch = pauses.find(id) ?? { session: launchOfOne() };
    pauses.note(
      { id, pid, thread, session: launch.session, start, end },
      { isCaptured: () => isCaptured(session), pid: () => target().pid },
    );
  });
  const take = (message: unknown) => {
    const parsed = parseAdapterMessage(message);
    if (parsed?.kind === 'process') told = parsed.pid;
    if (parsed !== undefined) recorder.take(parsed, now());
  };
  const end = () => {
    recorder.end(now());
    followed.delete(session.id);
  };
  return { onWillReceiveMessage: take, onDidSendMessage: take, onWillStopSession: end, onError: end, onExit: end };
}

function canBeCaptured(root: vscode.DebugSession): boolean {
  return (
    markOf(root) !== undefined || (root.configuration.request === 'attach' && root.configuration.spanline !== false)
  );
}

/** Of the launch, in the resource of its spans. */
function markOf(root: vscode.DebugSession): string | undefined {
  const mark: unknown = root.configuration[SESSION_PROPERTY];
  return typeof mark === 'string' ? mark : undefined;
}

/** The session and those above it, inmost first. */
function chainOf(session: vscode.DebugSession): readonly vscode.DebugSession[] {
  return session.parentSession === undefined ? [session] : [session, ...chainOf(session.parentSession)];
}

function rootOf(session: vscode.DebugSession): vscode.DebugSession {
  return session.parentSession === undefined ? session : rootOf(session.parentSession);
}
