/** Stacks are captured without a trace, and not at all where that cannot be. */
import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { captureFrames } from '../../../src/hooks/node/capture-frames.ts';

const limit = Error.stackTraceLimit;
afterEach(() => {
  Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: true, configurable: true });
  Object.defineProperty(Error, 'stackTraceLimit', { value: limit, writable: true, configurable: true });
});

function below(frames: number): readonly NodeJS.CallSite[] {
  return captureFrames(below, frames);
}

it('gives the frames below a function, and puts back what it swapped', () => {
  const prepare = () => 'prepared';
  Error.prepareStackTrace = prepare;
  Error.stackTraceLimit = 7;
  const [site, ...others] = below(1);
  assert.equal(site?.getFileName(), import.meta.url);
  assert.equal(others.length, 0);
  assert.equal(Error.prepareStackTrace, prepare);
  assert.equal(Error.stackTraceLimit, 7);
});

it('never calls a function that the program has fixed', () => {
  let calls = 0;
  Object.defineProperty(Error, 'prepareStackTrace', { value: () => ++calls, writable: false, configurable: true });
  assert.deepEqual(below(4), []);
  assert.equal(calls, 0);
});

it('gives nothing under a fixed limit', () => {
  Object.defineProperty(Error, 'stackTraceLimit', { value: 3, writable: false, configurable: true });
  assert.deepEqual(below(4), []);
  assert.equal(Error.prepareStackTrace, undefined);
});

it('survives an accessor that throws', () => {
  Object.defineProperty(Error, 'prepareStackTrace', {
    configurable: true,
    get: () => undefined,
    set: () => {
      throw new Error('no');
    },
  });
  assert.deepEqual(below(4), []);
});

it('never calls a function that an accessor keeps', () => {
  let calls = 0;
  Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, get: () => () => ++calls, set: () => {} });
  assert.deepEqual(below(4), []);
  assert.equal(calls, 0);
});
