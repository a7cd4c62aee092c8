// The names that js-debug gives to its sessions.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toNodeTarget } from '../../../src/debugger/node-target.ts';

test('a process is told by the number in its session’s name', () => {
  assert.deepEqual(toNodeTarget(['probe.cjs [3909] « probe', 'probe']), { pid: 3909, thread: 0 });
  assert.deepEqual(toNodeTarget(['probe.cjs [4177]', 'probe.cjs [3909] « probe', 'probe']), { pid: 4177, thread: 0 });
});

test('a worker thread is of the process above it', () => {
  assert.deepEqual(toNodeTarget(['[worker 2]', 'probe.cjs [3909] « probe', 'probe']), { pid: 3909, thread: 2 });
});

test('a name without a number says nothing', () => {
  assert.deepEqual(toNodeTarget(['attach to a host [remote]', 'attach']), { pid: undefined, thread: 0 });
  assert.deepEqual(toNodeTarget(['Remote Process [0] « attach', 'attach']), { pid: undefined, thread: 0 });
});
