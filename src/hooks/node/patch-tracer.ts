/** Wraps `startSpan` on the prototype that owns it, so one patch serves all tracers of a class; `startActiveSpan` calls it. */
import { reportFault } from './fault.ts';
import { type ForeignSpan, isDictionary, isSpan, ownerOf } from './foreign.ts';

/** `below` is the function on the stack under which the caller's frames lie. Five arguments, as it runs for each span. */
export type LocateSpan = (
  tracer: object,
  span: ForeignSpan,
  options: unknown,
  context: unknown,
  below: CallableFunction,
) => void;

const patched = new WeakSet<object>();

export function patchTracer(tracer: unknown, locate: LocateSpan): void {
  if (!isDictionary(tracer)) return;
  const owner = ownerOf(tracer, 'startSpan');
  if (owner === undefined || patched.has(owner)) return;
  const original = owner.startSpan;
  if (typeof original !== 'function') return;
  patched.add(owner);
  Object.defineProperty(owner, 'startSpan', { configurable: true, writable: true, value: wrap(original, locate) });
}

function wrap(original: CallableFunction, locate: LocateSpan): CallableFunction {
  return function startSpan(this: object, ...args: readonly unknown[]): unknown {
    const span: unknown = Reflect.apply(original, this, args);
    try {
      if (isSpan(span) && span.isRecording()) {
        locate(this, span, args[1], args[2], startSpan);
      }
    } catch (fault) {
      reportFault(fault);
    }
    return span;
  };
}
