// Which process the debugger has stopped, and which span is active there.

import type * as vscode from 'vscode';
import { reasonOf } from '../../../base/reason-of.ts';
import { ACTIVE_SPAN_EXPRESSION, parseActiveSpan } from '../../../debugger/active-span.ts';
import { toNodeTarget } from '../../../debugger/node-target.ts';
import { debugTypeOf } from '../../../launch/debug-type.ts';
import { parseSpanId, parseTraceId } from '../../../model/ids.ts';
import type { SpanReference } from '../../../protocol/store-api.ts';

/** Milliseconds. An adapter that does not answer is like one that refuses. */
const PATIENCE = 10_000;

export interface StoppedProcess {
  readonly pid: number;
  /** Undefined: the debugger did not say. */
  readonly active: ActiveSpan | 'none' | undefined;
}

export interface ActiveSpan extends SpanReference {
  readonly isSampled: boolean;
}

/** A sentence instead of a process: why it is not known. */
export type Asked = StoppedProcess | { readonly refusal: string };

/** Undefined for a debugger whose programs have no spans that we hear of before they end. */
export async function askDebugger({ session, threadId }: vscode.DebugStackFrame): Promise<Asked | undefined> {
  const { hook } = debugTypeOf(session.type);
  if (hook === undefined) return undefined;
  try {
    const answer = await withinPatience(evaluate(session, threadId, ACTIVE_SPAN_EXPRESSION[hook]));
    const program = parseActiveSpan(answer);
    if (program === undefined) throw new Error(`it answered ${JSON.stringify(answer)}`);
    return { pid: program.pid, active: toActiveSpan(program.active) };
  } catch (error) {
    const { pid } = toNodeTarget(namesOf(session));
    const refusal = reasonOf(error);
    return pid === undefined ? { refusal } : { pid, active: undefined };
  }
}

/** What is active is so for all frames of a thread. Of those that are shown, only the inmost can be evaluated in for sure. */
async function evaluate(session: vscode.DebugSession, threadId: number, expression: string): Promise<unknown> {
  const stack: unknown = await session.customRequest('stackTrace', { threadId, startFrame: 0, levels: 1 });
  const frames = typeof stack === 'object' && stack !== null && 'stackFrames' in stack ? stack.stackFrames : undefined;
  const frame: unknown = Array.isArray(frames) ? frames[0] : undefined;
  if (typeof frame !== 'object' || frame === null || !('id' in frame)) throw new Error('the thread has no frame');
  return session.customRequest('evaluate', { expression, frameId: frame.id, context: 'watch' });
}

function toActiveSpan(active: NonNullable<ReturnType<typeof parseActiveSpan>>['active']): StoppedProcess['active'] {
  const trace = parseTraceId(active?.traceId);
  const span = parseSpanId(active?.spanId);
  return active && trace && span ? { trace, span, isSampled: active.isSampled } : 'none';
}

function namesOf(session: vscode.DebugSession): readonly string[] {
  return session.parentSession ? [session.name, ...namesOf(session.parentSession)] : [session.name];
}

async function withinPatience<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('it gave no answer')), PATIENCE);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
