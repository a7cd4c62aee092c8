/** The API's global object is seen whatever the order in which it is made, filled and emptied. */
import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { watchApi } from '../../../src/hooks/node/watch-api.ts';

const API = Symbol.for('opentelemetry.js.api.1');

afterEach(() => {
  Reflect.deleteProperty(globalThis, API);
});

class ProxyTracerProvider {
  _delegate: unknown;
  setDelegate(delegate: unknown): void {
    this._delegate = delegate;
  }
}

function watch(): unknown[] {
  const seen: unknown[] = [];
  watchApi((provider) => seen.push(provider));
  return seen;
}

it('creates nothing', () => {
  watch();
  assert.equal(Reflect.get(globalThis, API), undefined);
});

it('sees a provider set after registration', () => {
  const seen = watch();
  const api: Record<string, unknown> = { version: '1.9.0' };
  Reflect.set(globalThis, API, api);
  const trace = new ProxyTracerProvider();
  api.trace = trace;
  assert.equal(api.trace, trace);
  trace.setDelegate('provider');
  assert.deepEqual(seen, ['provider']);
  assert.equal(trace._delegate, 'provider');
});

it('sees a provider registered again after the API was disabled', () => {
  const seen = watch();
  const api: Record<string, unknown> = { trace: new ProxyTracerProvider() };
  Reflect.set(globalThis, API, api);
  delete api.trace;
  assert.equal(api.trace, undefined);
  const trace = new ProxyTracerProvider();
  api.trace = trace;
  Reflect.set(globalThis, API, api);
  trace.setDelegate('second');
  assert.deepEqual(seen, ['second']);
});

it('finds a provider that was there before the hook', () => {
  const trace = new ProxyTracerProvider();
  trace.setDelegate('early');
  Reflect.set(globalThis, API, { trace });
  assert.deepEqual(watch(), ['early']);
});

it('takes a provider registered without a proxy', () => {
  const seen = watch();
  const provider = { getTracer: () => undefined };
  Reflect.set(globalThis, API, { trace: provider });
  assert.deepEqual(seen, [provider]);
});

it('lets the program go on when the watcher fails', () => {
  watchApi(() => {
    throw new Error('ours');
  });
  const trace = new ProxyTracerProvider();
  Reflect.set(globalThis, API, { trace });
  trace.setDelegate('provider');
  assert.equal(trace._delegate, 'provider');
});
