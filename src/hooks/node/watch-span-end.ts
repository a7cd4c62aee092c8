/** Wraps `end` on the prototype that owns it, once a class of spans, and tells of each span that it ended. */
import { reportFault } from './fault.ts';
import { type Dictionary, isDictionary, isSpan, ownerOf } from './foreign.ts';

export type OnSpanEnd = (span: unknown) => void;

const patched = new WeakSet<object>();
/** Nearly all programs have spans of one class: theirs need no look-up. */
let lastSeen: unknown;

export function watchSpanEnd(span: object, onEnd: OnSpanEnd): void {
  const prototype: unknown = Object.getPrototypeOf(span);
  if (prototype === lastSeen) return;
  lastSeen = prototype;
  const owner = isDictionary(prototype) ? ownerOf(prototype, 'end') : undefined;
  if (owner !== undefined && !patched.has(owner)) patch(owner, onEnd);
}

function patch(owner: Dictionary, onEnd: OnSpanEnd): void {
  const original = owner.end;
  if (typeof original !== 'function') return;
  patched.add(owner);
  Object.defineProperty(owner, 'end', { configurable: true, writable: true, value: wrap(original, onEnd) });
}

function wrap(original: CallableFunction, onEnd: OnSpanEnd): CallableFunction {
  return function end(this: unknown, ...args: readonly unknown[]): unknown {
    const wasRecording = isRecording(this);
    const result: unknown = Reflect.apply(original, this, args);
    // Behind the SDK's own work: what processors change at the end is in the span now.
    if (wasRecording) {
      try {
        onEnd(this);
      } catch (fault) {
        reportFault(fault);
      }
    }
    return result;
  };
}

/** A span ends once; a second call, which the SDK warns of, is none of ours. */
function isRecording(span: unknown): boolean {
  try {
    return isSpan(span) && span.isRecording();
  } catch {
    return false;
  }
}
