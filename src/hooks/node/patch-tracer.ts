/** Wraps `startSpan` on the prototype that owns it, so one patch serves all tracers of a class; `startActiveSpan` calls it. */
import { captureFrames } from './capture-frames.ts';
import { reportFault } from './fault.ts';
import { type ForeignSpan, isDictionary, isSpan, ownerOf } from './foreign.ts';

/** Of the call that started a span. */
export interface CallStack {
  /** The frames below the function `below`, the innermost first: at most as many as were asked for. */
  readonly frames: readonly NodeJS.CallSite[];
  readonly asked: number;
  readonly below: CallableFunction;
}

/** Told of each span that starts. Few arguments and no closures, as it runs for each span. */
export interface SpanStarts {
  /** How many frames to capture: here, as each function between the program and the capture costs a third of a frame. */
  framesToAsk(tracer: object, span: ForeignSpan, options: unknown, context: unknown): number;
  started(tracer: object, span: ForeignSpan, options: unknown, context: unknown, stack: CallStack): void;
}

const NONE: readonly NodeJS.CallSite[] = [];
const patched = new WeakSet<object>();

export function patchTracer(tracer: unknown, starts: SpanStarts): void {
  if (!isDictionary(tracer)) return;
  const owner = ownerOf(tracer, 'startSpan');
  if (owner === undefined || patched.has(owner)) return;
  const original = owner.startSpan;
  if (typeof original !== 'function') return;
  patched.add(owner);
  Object.defineProperty(owner, 'startSpan', { configurable: true, writable: true, value: wrap(original, starts) });
}

function wrap(original: CallableFunction, starts: SpanStarts): CallableFunction {
  return function startSpan(this: object, ...args: readonly unknown[]): unknown {
    const span: unknown = Reflect.apply(original, this, args);
    try {
      if (isSpan(span) && span.isRecording()) {
        const options = args[1];
        const context = args[2];
        const asked = starts.framesToAsk(this, span, options, context);
        const frames = asked === 0 ? NONE : captureFrames(startSpan, asked);
        starts.started(this, span, options, context, { frames, asked, below: startSpan });
      }
    } catch (fault) {
      reportFault(fault);
    }
    return span;
  };
}
