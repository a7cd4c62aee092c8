// Frames between a page and the child: passed on unread, waiting while there is no child, failed when it dies.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRelay } from '../../../src/host/services/page-relay.ts';
import type { Channel } from '../../../src/protocol/ports.ts';
import type { Frame } from '../../../src/protocol/rpc.ts';

const call = (id: number): Frame => ({ type: 'call', id, method: 'm', args: [] });

function createChild() {
  const received: unknown[] = [];
  const listeners = new Set<(message: unknown) => void>();
  const channel: Channel = {
    send: (message) => received.push(message),
    receive(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => listeners.delete(listener) };
    },
  };
  const answer = (port: number, frame: Frame) => {
    for (const listener of listeners) listener({ port, contract: 'store', frame });
  };
  return { received, channel, answer, listeners };
}

suite('the relay of a page', () => {
  test('passes calls and answers on, and only those of its port', () => {
    const page: Frame[] = [];
    const child = createChild();
    const relay = createRelay(7, (frame) => page.push(frame));
    relay.attach(child.channel);
    relay.send(call(1));
    assert.deepEqual(child.received, [{ port: 7, contract: 'store', frame: call(1) }]);
    child.answer(8, { type: 'value', id: 1, value: 'of another page' });
    child.answer(7, { type: 'value', id: 1, value: 'mine' });
    assert.deepEqual(page, [{ type: 'value', id: 1, value: 'mine' }]);
  });

  test('calls wait for the first child, but for those that were given up', () => {
    const child = createChild();
    const relay = createRelay(7, () => {});
    relay.send(call(1));
    relay.send(call(2));
    relay.send({ type: 'cancel', id: 1 });
    relay.attach(child.channel);
    assert.deepEqual(child.received, [{ port: 7, contract: 'store', frame: call(2) }]);
  });

  test('when the child dies what waits is told so, once, and answered calls are not', () => {
    const page: Frame[] = [];
    const child = createChild();
    const relay = createRelay(7, (frame) => page.push(frame));
    relay.attach(child.channel);
    for (const id of [1, 2, 3]) relay.send(call(id));
    child.answer(7, { type: 'value', id: 2, value: 'done' });
    page.length = 0;
    relay.detach();
    relay.detach();
    assert.deepEqual(
      page,
      [1, 3].map((id) => ({ type: 'error', id, message: 'disconnected' })),
    );
    // The next child is asked only what was asked after.
    relay.send(call(4));
    const next = createChild();
    relay.attach(next.channel);
    assert.deepEqual(next.received, [{ port: 7, contract: 'store', frame: call(4) }]);
    child.answer(7, { type: 'value', id: 4, value: 'of the dead' });
    assert.equal(page.length, 2);
  });

  test('closing the page closes its port and listens to nobody', () => {
    const child = createChild();
    const relay = createRelay(7, () => {});
    relay.attach(child.channel);
    relay.send(call(1));
    relay[Symbol.dispose]();
    assert.deepEqual(child.received.at(-1), { port: 7, closed: true });
    assert.equal(child.listeners.size, 0);
  });
});
