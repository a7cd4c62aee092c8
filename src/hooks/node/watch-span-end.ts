/** Wraps `end` on the prototype that owns it, once a class of spans, and tells of each span that it ended. */
import { reportFault } from './fault.ts';
import { type Dictionary, isDictionary, isSpan, ownerOf } from './foreign.ts';

export type OnSpanEnd = (span: unknown) => void;

/** One of each kind, as each has one user in the hook. */
interface Listeners {
  before: OnSpanEnd | undefined;
  after: OnSpanEnd | undefined;
}

const watched = new WeakMap<object, Listeners>();
/** Nearly all programs have spans of one class: theirs need no look-up. */
let lastSeen: unknown;

/** Behind the SDK's own work: what processors change at the end is in the span then. */
export function watchSpanEnd(span: object, onEnd: OnSpanEnd): void {
  const prototype: unknown = Object.getPrototypeOf(span);
  if (prototype === lastSeen) return;
  lastSeen = prototype;
  const listeners = listenersOf(prototype);
  if (listeners !== undefined) listeners.after = onEnd;
}

/** While the span still takes attributes. */
export function watchSpanBeforeEnd(span: object, beforeEnd: OnSpanEnd): void {
  const listeners = listenersOf(Object.getPrototypeOf(span));
  if (listeners !== undefined) listeners.before = beforeEnd;
}

function listenersOf(prototype: unknown): Listeners | undefined {
  const owner = isDictionary(prototype) ? ownerOf(prototype, 'end') : undefined;
  if (owner === undefined) return undefined;
  return watched.get(owner) ?? patch(owner);
}

function patch(owner: Dictionary): Listeners | undefined {
  const original = owner.end;
  if (typeof original !== 'function') return undefined;
  const listeners: Listeners = { before: undefined, after: undefined };
  watched.set(owner, listeners);
  Object.defineProperty(owner, 'end', { configurable: true, writable: true, value: wrap(original, listeners) });
  return listeners;
}

function wrap(original: CallableFunction, listeners: Listeners): CallableFunction {
  return function end(this: unknown, ...args: readonly unknown[]): unknown {
    const wasRecording = isRecording(this);
    if (wasRecording) tell(listeners.before, this);
    const result: unknown = Reflect.apply(original, this, args);
    if (wasRecording) tell(listeners.after, this);
    return result;
  };
}

function tell(listener: OnSpanEnd | undefined, span: unknown): void {
  if (listener === undefined) return;
  try {
    listener(span);
  } catch (fault) {
    reportFault(fault);
  }
}

/** A span ends once; a second call, which the SDK warns of, is none of ours. */
function isRecording(span: unknown): boolean {
  try {
    return isSpan(span) && span.isRecording();
  } catch {
    return false;
  }
}
