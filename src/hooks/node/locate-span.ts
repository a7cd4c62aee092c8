/** Decides from which frame a new span takes its location: its caller's, or that of the first child which has one. */
import { isCalleeScope, isHttpServer, isInstrumentation, isMadeByCaller } from './callee-scope.ts';
import { type ForeignSpan, isDictionary } from './foreign.ts';
import type { CallStack } from './patch-tracer.ts';
import { addPending, donate, isPending, mayHavePending } from './pending-spans.ts';
import { addCalleeSpan, addServerSpan } from './request-spans.ts';
import { createFrameDepth, type FrameDepth, findCaller, findUserFrames, framesToAsk } from './user-frame.ts';
import { activeContext } from './watch-api.ts';
import { type AttributeStore, hasLocation, writeCaller } from './write-location.ts';

/** `SpanKind.SERVER`. */
const SERVER = 1;
/** The key under which the API keeps the active span in a context. */
const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');

interface TracerState {
  readonly depth: FrameDepth;
  /** Of spans whose parents wait for the place where the program was entered. */
  readonly entryDepth: FrameDepth;
  readonly store: AttributeStore;
  readonly isCallee: boolean;
  readonly isInstrumentation: boolean;
  readonly isHttpServer: boolean;
}

const tracers = new WeakMap<object, TracerState>();

/** Frames that are needed to find the place; none where it is known, or found otherwise. */
export function framesToLocate(tracer: object, span: ForeignSpan, options: unknown, context: unknown): number {
  if (hasLocation(span, options)) return 0;
  const state = stateOf(tracer);
  if (isServer(state, options) || isCallee(state, options)) return 0;
  return framesToAsk(pendingParent(options, context) === undefined ? state.depth : state.entryDepth);
}

export function locateSpan(
  tracer: object,
  span: ForeignSpan,
  options: unknown,
  context: unknown,
  stack: CallStack,
): void {
  const state = stateOf(tracer);
  if (stack.asked > 0) locateByStack(state, span, options, context, stack);
  else if (!hasLocation(span, options)) locateByRequest(state, span, options, context);
}

function locateByStack(
  { depth, entryDepth, store }: TracerState,
  span: ForeignSpan,
  options: unknown,
  context: unknown,
  stack: CallStack,
): void {
  const parent = pendingParent(options, context);
  if (parent === undefined) {
    const caller = findCaller(stack, depth);
    if (caller === undefined) addPending(span, parentOf(options, context));
    else writeCaller(span, caller, store);
    return;
  }
  const frames = findUserFrames(stack, entryDepth);
  if (frames === undefined) {
    addPending(span, parent);
    return;
  }
  writeCaller(span, frames.caller, store);
  donate(parent, frames.entry);
}

function locateByRequest(state: TracerState, span: ForeignSpan, options: unknown, context: unknown): void {
  const above = parentOf(options, context);
  addPending(span, above);
  if (!isServer(state, options)) addCalleeSpan(span, above, options);
  else if (state.isHttpServer) addServerSpan(span);
}

function isServer({ isInstrumentation }: TracerState, options: unknown): boolean {
  return isInstrumentation && isDictionary(options) && options.kind === SERVER;
}

function isCallee(state: TracerState, options: unknown): boolean {
  return state.isCallee && !isMadeByCaller(options);
}

/** Programs whose spans all have frames of their own never look for a parent. */
function pendingParent(options: unknown, context: unknown): object | undefined {
  const parent = mayHavePending() ? parentOf(options, context) : undefined;
  return parent !== undefined && isPending(parent) ? parent : undefined;
}

function stateOf(tracer: object): TracerState {
  let state = tracers.get(tracer);
  if (state === undefined) {
    const scope = scopeOf(tracer);
    state = {
      depth: createFrameDepth(),
      entryDepth: createFrameDepth(),
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
