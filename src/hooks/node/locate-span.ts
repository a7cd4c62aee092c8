/** Decides from which frame a new span takes its location: its caller's, or that of the first child which has one. */
import { isCalleeScope, isHttpServer, isInstrumentation, isMadeByCaller } from './callee-scope.ts';
import { isDictionary } from './foreign.ts';
import type { LocateSpan } from './patch-tracer.ts';
import { addPending, donate, isPending, mayHavePending } from './pending-spans.ts';
import { addCalleeSpan, addServerSpan } from './request-spans.ts';
import { createFrameDepth, type FrameDepth, findCaller, findUserFrames } from './user-frame.ts';
import { activeContext } from './watch-api.ts';
import { type AttributeStore, hasLocation, writeCaller } from './write-location.ts';

/** `SpanKind.SERVER`. */
const SERVER = 1;
/** The key under which the API keeps the active span in a context. */
const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');

interface TracerState {
  readonly depth: FrameDepth;
  readonly store: AttributeStore;
  readonly isCallee: boolean;
  readonly isInstrumentation: boolean;
  readonly isHttpServer: boolean;
}

const tracers = new WeakMap<object, TracerState>();

export const locateSpan: LocateSpan = (tracer, span, options, context, below) => {
  if (hasLocation(span, options)) return;
  const state = stateOf(tracer);
  const isServer = state.isInstrumentation && isDictionary(options) && options.kind === SERVER;
  if (isServer || (state.isCallee && !isMadeByCaller(options))) {
    const above = parentOf(options, context);
    addPending(span, above);
    if (!isServer) addCalleeSpan(span, above, options);
    else if (state.isHttpServer) addServerSpan(span);
    return;
  }
  const parent = mayHavePending() ? parentOf(options, context) : undefined;
  if (parent !== undefined && isPending(parent)) {
    const frames = findUserFrames(below);
    if (frames === undefined) {
      addPending(span, parent);
      return;
    }
    writeCaller(span, frames.caller, state.store);
    donate(parent, frames.entry);
    return;
  }
  const caller = findCaller(below, state.depth);
  if (caller === undefined) addPending(span, parentOf(options, context));
  else writeCaller(span, caller, state.store);
};

function stateOf(tracer: object): TracerState {
  let state = tracers.get(tracer);
  if (state === undefined) {
    const scope = scopeOf(tracer);
    state = {
      depth: createFrameDepth(),
      store: { isLive: undefined },
      isCallee: isCalleeScope(scope),
      isInstrumentation: isInstrumentation(scope),
      isHttpServer: isHttpServer(scope),
    };
    tracers.set(tracer, state);
  }
  return state;
}

/** The name of a tracer's scope; the older field is that of SDK 1.x. */
function scopeOf(tracer: object): string {
  const scope: unknown = Reflect.get(tracer, 'instrumentationScope') ?? Reflect.get(tracer, 'instrumentationLibrary');
  const name = isDictionary(scope) ? scope.name : undefined;
  return typeof name === 'string' ? name : '';
}

function parentOf(options: unknown, context: unknown): object | undefined {
  if (isDictionary(options) && options.root === true) return undefined;
  const from = context ?? activeContext();
  if (!isDictionary(from) || typeof from.getValue !== 'function') return undefined;
  const parent: unknown = from.getValue(SPAN_KEY);
  return isDictionary(parent) ? parent : undefined;
}
