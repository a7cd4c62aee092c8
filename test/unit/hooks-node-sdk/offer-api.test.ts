/** What a copy of @opentelemetry/api in the program sees of the SDK that is offered, and that it can register its own. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, it } from 'node:test';
import { context, DiagConsoleLogger, diag, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { offerApi } from '../../../src/hooks/node-sdk/offer-api.ts';

const API = Symbol.for('opentelemetry.js.api.1');
const offered = new TracerProvider();
let taken = 0;
let withdraw = () => {};

beforeEach(() => {
  taken = 0;
  const contextManager = new AsyncLocalStorageContextManager().enable();
  withdraw = offerApi({ trace: offered, context: contextManager, propagation: undefined }, () => taken++);
});
afterEach(() => {
  withdraw();
  for (const api of [trace, context, propagation, diag]) api.disable();
  Reflect.deleteProperty(globalThis, API);
});

const isRecording = () => trace.getTracer('program').startSpan('any').isRecording();

it('is what a program with the API alone works with', () => {
  assert.equal(trace.getTracerProvider(), offered);
  assert.equal(isRecording(), true);
  const key = Symbol('key');
  const value = context.with(ROOT_CONTEXT.setValue(key, 'kept'), () => context.active().getValue(key));
  assert.equal(value, 'kept');
});

it('is still there when the program registers a logger for the API itself', () => {
  assert.equal(diag.setLogger(new DiagConsoleLogger()), true);
  assert.equal(isRecording(), true);
  assert.equal(taken, 0);
});

it('gives way once to the first part of an SDK that the program registers, whichever it is', () => {
  const own = new TracerProvider();
  assert.equal(context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()), true);
  assert.equal(isRecording(), false);
  assert.equal(trace.setGlobalTracerProvider(own), true);
  assert.equal(trace.getTracer('program'), own.getTracer('program'));
  assert.equal(taken, 1);
});

it('leaves no trace when it is withdrawn', () => {
  withdraw();
  assert.equal(isRecording(), false);
  assert.equal(Reflect.get(globalThis, API), undefined);
  assert.equal(trace.setGlobalTracerProvider(new TracerProvider()), true);
  assert.equal(isRecording(), true);
});
