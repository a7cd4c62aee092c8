// What is said when a process has ended: how many of its spans its own queue lost, and only where it lost any.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SpoolTally } from '../../../src/worker/spool-tally.ts';

/** Later than a request may still be under way. */
const SETTLED = 2000;

function tallyOf(started: number): SpoolTally {
  const tally = new SpoolTally();
  for (let i = 0; i < started; i++) tally.started(1, 'checkout');
  return tally;
}

test('what never left the queue is named, with what was open, once the process has ended and all has come', () => {
  const tally = tallyOf(1204);
  for (let i = 0; i < 312; i++) tally.kept(1);
  for (let i = 0; i < 3; i++) tally.cutOff(1);
  assert.deepEqual(tally.report(1e9), []);
  tally.gone(1, 0);
  tally.gone(1, 1000);
  assert.deepEqual(tally.report(SETTLED - 1), []);
  assert.deepEqual(tally.report(SETTLED), [
    'checkout has ended: 1,204 spans started; 312 never left its own export queue and were kept by Spanline; 3 had not ended and are shown as cut off.',
  ]);
  assert.deepEqual(tally.report(SETTLED), []);
});

test('nothing is said where all came, be it late', () => {
  const tally = tallyOf(2);
  tally.kept(1);
  tally.cameLate(1);
  tally.gone(1, 0);
  assert.deepEqual(tally.report(SETTLED), []);
});

test('one is one', () => {
  const tally = tallyOf(1);
  tally.kept(1);
  tally.gone(1, 0);
  assert.match(tally.report(SETTLED)[0] ?? '', /: 1 span started; 1 never left its own export queue and was kept/);
});
