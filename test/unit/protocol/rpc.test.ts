// Calls over a wire: answers, errors, giving up from either side, and methods that are none.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { connect, type Remote, serve } from '../../../src/protocol/rpc.ts';
import { createWirePair } from '../../support/wire-pair.ts';

interface Kitchen {
  add(a: number, b: number): Promise<number>;
  echo(value: unknown): Promise<unknown>;
  fail(how: 'error' | 'text'): Promise<void>;
  wait(): Promise<void>;
}

function createKitchen() {
  const { near, far, sent } = createWirePair();
  const aborted: unknown[] = [];
  const impl: Remote<Kitchen> = {
    add: async (a, b) => a + b,
    echo: async (value) => value,
    fail: async (how) => {
      throw how === 'error' ? new RangeError('burnt') : 'burnt text';
    },
    wait: (signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          aborted.push(signal.reason);
          reject(signal.reason);
        });
      }),
  };
  return { near, far, sent, aborted, impl, server: serve(far, impl), remote: connect<Kitchen>(near) };
}

const turns = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

suite('a remote call', () => {
  test('answers, also when many are under way', async () => {
    const { remote } = createKitchen();
    const sums = await Promise.all(Array.from({ length: 50 }, (_, i) => remote.add(i, 1)));
    assert.deepEqual(
      sums,
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
  });

  test('carries what structured clone carries', async () => {
    const { remote } = createKitchen();
    const value = { columns: Float64Array.of(1, 2), big: 5n, map: new Map([['a', undefined]]), none: undefined };
    assert.deepEqual(await remote.echo(value), value);
  });

  test('every throw becomes a reply', async () => {
    const { remote } = createKitchen();
    await assert.rejects(remote.fail('error'), { message: 'burnt' });
    await assert.rejects(remote.fail('text'), { message: 'burnt text' });
  });

  test('an answer that cannot be cloned is an error, not a silence', async () => {
    const { near, far } = createWirePair();
    const impl: Remote<Kitchen> = { ...createKitchen().impl, echo: async () => () => {} };
    serve(far, impl);
    await assert.rejects(connect<Kitchen>(near).echo(1), /could not be cloned/);
  });

  test('a method that is not of the contract is refused, those that objects inherit too', async () => {
    const { near, sent } = createKitchen();
    const names = ['absent', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
    for (const [id, method] of names.entries()) near.send({ type: 'call', id: 1000 + id, method, args: ['x'] });
    await turns();
    const answers = sent.filter((frame) => frame.type === 'error').map((frame) => [frame.id, frame.message]);
    assert.deepEqual(
      answers,
      names.map((name, id) => [1000 + id, `no method ${name}`]),
    );
  });
});

suite('giving up', () => {
  test("the caller's signal rejects at once and aborts the work at the other end", async () => {
    const { remote, aborted, sent } = createKitchen();
    const abort = new AbortController();
    const waiting = remote.wait(abort.signal);
    await turns();
    abort.abort(new Error('no longer shown'));
    await assert.rejects(waiting, { message: 'no longer shown' });
    await turns();
    assert.equal(aborted.length, 1);
    // Nobody listens any more: no answer is sent.
    assert.deepEqual(
      sent.map((frame) => frame.type),
      ['call', 'cancel'],
    );
  });

  test('a signal that is aborted already sends nothing', async () => {
    const { remote, sent } = createKitchen();
    await assert.rejects(remote.add(1, 2, AbortSignal.abort(new Error('gone'))), { message: 'gone' });
    assert.deepEqual(sent, []);
  });

  test('an abort after the answer does nothing', async () => {
    const { remote, sent } = createKitchen();
    const abort = new AbortController();
    assert.equal(await remote.add(1, 2, abort.signal), 3);
    abort.abort();
    await turns();
    assert.deepEqual(
      sent.map((frame) => frame.type),
      ['call', 'value'],
    );
  });

  test('disposing the caller rejects what is pending, and what is called later', async () => {
    const { remote } = createKitchen();
    const waiting = remote.wait();
    remote[Symbol.dispose]();
    await assert.rejects(waiting, { message: 'disconnected' });
    await assert.rejects(remote.add(1, 2), { message: 'disconnected' });
  });

  test('disposing the server aborts what runs and answers nothing more', async () => {
    const { remote, server, aborted, sent } = createKitchen();
    remote.wait().catch(() => {});
    await turns();
    server[Symbol.dispose]();
    remote.add(1, 2).catch(() => {});
    await turns();
    assert.equal(aborted.length, 1);
    assert.deepEqual(
      sent.map((frame) => frame.type),
      ['call', 'call'],
    );
  });

  test('answers to calls that nobody made are ignored', async () => {
    const { far, remote } = createKitchen();
    far.send({ type: 'value', id: 77, value: 'stray' });
    far.send({ type: 'error', id: 78, message: 'stray' });
    assert.equal(await remote.add(2, 2), 4);
  });
});
