// Pauses out of what adapters and the editor say, in the orders that real adapters say it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAdapterMessage } from '../../../src/debugger/adapter-message.ts';
import { PauseRecorder, type RecordedPause } from '../../../src/debugger/pause-recorder.ts';

type Said = readonly [time: number, message: object];

const event = (name: string, body: object = {}) => ({ seq: 1, type: 'event', event: name, body });
const request = (seq: number, command: string, args: object = { threadId: 1 }) => ({
  ...{ seq, type: 'request', command, arguments: args },
});
const answer = (seq: number, command: string, body: object = {}, success = true) => ({
  ...{ seq: 1, type: 'response', request_seq: seq, command, success, body },
});
const stopped = (threadId: number, allThreadsStopped: boolean) =>
  event('stopped', { reason: 'breakpoint', threadId, allThreadsStopped });
const threads = (...ids: readonly number[]) =>
  answer(0, 'threads', { threads: ids.map((id) => ({ id, name: `${id}` })) });

/** The last word on each pause, as [start, end, thread]. */
function record(said: readonly Said[]): readonly (readonly [number, number | undefined, number | undefined])[] {
  const pauses = new Map<number, RecordedPause>();
  const recorder = new PauseRecorder((pause) => pauses.set(pause.number, pause));
  for (const [time, message] of said) {
    const parsed = parseAdapterMessage(message);
    if (parsed) recorder.take(parsed, time);
  }
  return [...pauses.values()].map(({ start, end, thread }) => [start, end, thread]);
}

describe('pauses of a debug session', () => {
  it('end with the request that resumes, though no event follows it', () => {
    const said: Said[] = [
      [100, stopped(1, true)],
      [600, request(7, 'continue')],
      [650, answer(7, 'continue', { allThreadsContinued: true })],
    ];
    assert.deepEqual(record(said), [[100, 600, undefined]]);
  });

  it('last until now while nothing resumes', () => {
    assert.deepEqual(record([[100, stopped(1, true)]]), [[100, undefined, undefined]]);
  });

  it('go on when the adapter refuses to resume', () => {
    const said: Said[] = [
      [100, stopped(1, true)],
      [200, request(7, 'continue')],
      [210, answer(7, 'continue', {}, false)],
      [900, request(8, 'continue')],
      [905, answer(8, 'continue')],
    ];
    assert.deepEqual(record(said), [[100, 900, undefined]]);
  });

  it('are one for each step, also where the step is over before its request is answered', () => {
    const said: Said[] = [
      [100, stopped(1, true)],
      [300, request(7, 'next')],
      [304, stopped(1, true)],
      [305, answer(7, 'next')],
      [500, request(8, 'stepIn')],
      [501, answer(8, 'stepIn')],
      [508, stopped(1, true)],
    ];
    assert.deepEqual(record(said), [
      [100, 300, undefined],
      [304, 500, undefined],
      [508, undefined, undefined],
    ]);
  });

  it('end with the request that resumes also where an event tells of it, and once only', () => {
    const said: Said[] = [
      [100, stopped(0, false)],
      [200, request(7, 'continue', { threadId: 0 })],
      [201, event('continued', { threadId: 0, allThreadsContinued: false })],
      [202, answer(7, 'continue', { allThreadsContinued: false })],
    ];
    assert.deepEqual(record(said), [[100, 200, undefined]]);
  });

  it('end with an event that no request asked for', () => {
    const said: Said[] = [
      [100, stopped(0, false)],
      [201, event('continued', { threadId: 0, allThreadsContinued: false })],
    ];
    assert.deepEqual(record(said), [[100, 201, undefined]]);
  });

  it('are of the whole process where it has one thread, whatever the adapter says of the others', () => {
    assert.deepEqual(
      record([
        [1, threads(5)],
        [100, stopped(5, false)],
      ]),
      [[100, undefined, undefined]],
    );
  });

  it('are of one thread where the adapter stops one of several', () => {
    const said: Said[] = [
      [1, threads(5, 6)],
      [100, stopped(5, false)],
      [150, stopped(6, false)],
      [300, request(7, 'continue', { threadId: 5 })],
      [301, answer(7, 'continue', { allThreadsContinued: false })],
    ];
    assert.deepEqual(record(said), [
      [100, 300, 5],
      [150, undefined, 6],
    ]);
  });

  it('of all threads end together when one of them is continued', () => {
    const said: Said[] = [
      [1, threads(5, 6)],
      [100, stopped(5, false)],
      [150, stopped(6, false)],
      [300, request(7, 'continue', { threadId: 5 })],
      [301, answer(7, 'continue', { allThreadsContinued: true })],
    ];
    assert.deepEqual(record(said), [
      [100, 300, 5],
      [150, 300, 6],
    ]);
  });

  it('are told again as of a thread when the others become known', () => {
    assert.deepEqual(
      record([
        [100, stopped(5, false)],
        [110, threads(5, 6)],
      ]),
      [[100, undefined, 5]],
    );
  });

  it('a step moves its thread alone', () => {
    const said: Said[] = [
      [1, threads(5, 6)],
      [100, stopped(5, false)],
      [150, stopped(6, false)],
      [300, request(7, 'next', { threadId: 5 })],
      [301, answer(7, 'next')],
    ];
    assert.deepEqual(record(said), [
      [100, 300, 5],
      [150, undefined, 6],
    ]);
  });

  it('end with the session', () => {
    assert.deepEqual(
      record([
        [100, stopped(1, true)],
        [900, event('terminated')],
      ]),
      [[100, 900, undefined]],
    );
  });

  it('stay what they are when the editor asks for other things', () => {
    const said: Said[] = [
      [100, stopped(1, true)],
      [200, request(7, 'evaluate', { expression: 'x' })],
      [201, answer(7, 'evaluate', { result: '1' })],
      [202, event('output', { output: 'continue' })],
      [203, { type: 'event' }],
      [204, []],
    ];
    assert.deepEqual(record(said), [[100, undefined, undefined]]);
  });
});
