// Many wires over one channel: nobody hears what is said at another port, and a closed port drops its work.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isPortMessage, openPort } from '../../../src/protocol/ports.ts';
import { connect, type Remote, serve } from '../../../src/protocol/rpc.ts';
import { servePorts } from '../../../src/worker/serve-ports.ts';
import { createChannelPair } from '../../support/wire-pair.ts';

interface Clock {
  name(): Promise<string>;
  forever(): Promise<void>;
}

const turns = async () => {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
};

function createPorts() {
  const [host, child] = createChannelPair();
  const made: string[] = [];
  const aborted: string[] = [];
  const clock = (contract: string): Remote<Clock> => ({
    name: async () => contract,
    forever: (signal) =>
      new Promise(() => {
        signal?.addEventListener('abort', () => aborted.push(contract));
      }),
  });
  const serveClock = (contract: string) => (wire: Parameters<typeof serve>[0]) => {
    made.push(contract);
    return serve<Clock>(wire, clock(contract));
  };
  servePorts(child, { store: serveClock('store'), telemetry: serveClock('telemetry') });
  return { host, made, aborted };
}

suite('ports', () => {
  test('each has its own server of its own contract, made at the first call', async () => {
    const { host, made } = createPorts();
    const one = connect<Clock>(openPort(host, 1, 'store'));
    const two = connect<Clock>(openPort(host, 2, 'telemetry'));
    await turns();
    assert.deepEqual(made, []);
    // The ids of the calls are the same on both.
    assert.deepEqual(await Promise.all([one.name(), two.name(), one.name()]), ['store', 'telemetry', 'store']);
    assert.deepEqual(made, ['store', 'telemetry']);
  });

  test('closing one aborts its work and leaves the others', async () => {
    const { host, aborted, made } = createPorts();
    const wire = openPort(host, 1, 'store');
    const one = connect<Clock>(wire);
    const two = connect<Clock>(openPort(host, 2, 'telemetry'));
    one.forever().catch(() => {});
    two.forever().catch(() => {});
    await turns();
    wire[Symbol.dispose]();
    await turns();
    assert.deepEqual(aborted, ['store']);
    assert.equal(await two.name(), 'telemetry');
    // A page that is restored opens it anew.
    assert.equal(await connect<Clock>(openPort(host, 1, 'store')).name(), 'store');
    assert.deepEqual(made, ['store', 'telemetry', 'store']);
  });

  test('messages of other kinds are not for them', async () => {
    const { host, made } = createPorts();
    for (const message of [undefined, null, 'text', 5, {}, { port: 'one' }, { frame: {} }]) {
      assert.equal(isPortMessage(message), false);
      host.send(message);
    }
    await turns();
    assert.deepEqual(made, []);
  });
});
