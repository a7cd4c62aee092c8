// Which pauses the child hears of, and when; and the clock that they are measured by.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createPreciseClock } from '../../../src/host/features/debugger-clock/precise-clock.ts';
import { createToldPauses } from '../../../src/host/features/debugger-clock/told-pauses.ts';
import type { Pause } from '../../../src/model/pause.ts';

function pause(id: string, end: number | undefined): Pause {
  return { id, pid: 1, thread: undefined, session: undefined, start: 5, end };
}

const known = (isCaptured: boolean) => ({ isCaptured: () => isCaptured, pid: () => 1 });

function createHearing() {
  const told: Pause[] = [];
  const pauses = createToldPauses({ tellPauses: (heard) => void told.push(...heard) });
  const hear = () => told.splice(0).map(({ id, end }) => `${id} ${end ?? 'goes on'}`);
  return { pauses, hear };
}

suite('pauses of the window', () => {
  test('are told when they begin and when they end, and all again to a new child', () => {
    const { pauses, hear } = createHearing();
    pauses.note(pause('a', undefined), known(true));
    pauses.note(pause('a', 9), known(true));
    pauses.note(pause('b', undefined), known(true));
    assert.deepEqual(hear(), ['a goes on', 'a 9', 'b goes on']);
    pauses.tell();
    assert.deepEqual(hear(), []);
    pauses.tellAll();
    assert.deepEqual(hear(), ['a 9', 'b goes on']);
  });

  test('of a program that is captured while it is held are told then, of one that is not never', () => {
    const { pauses, hear } = createHearing();
    let isLoaded = false;
    pauses.note(pause('attached', undefined), { isCaptured: () => isLoaded, pid: () => 1 });
    pauses.note(pause('refused', undefined), known(false));
    pauses.tellAll();
    assert.deepEqual(hear(), []);
    isLoaded = true;
    pauses.tell();
    pauses.tell();
    assert.deepEqual(hear(), ['attached goes on']);
    assert.deepEqual(pauses.find('refused'), pause('refused', undefined));
  });

  test('are told again with their process when that is known only after the stop', () => {
    const told: Pause[] = [];
    const pauses = createToldPauses({ tellPauses: (heard) => void told.push(...heard) });
    const program: { pid: number | undefined } = { pid: undefined };
    const unknown = { ...pause('attached', undefined), pid: undefined };
    pauses.note(unknown, { isCaptured: () => true, pid: () => program.pid });
    pauses.tell();
    assert.deepEqual(told, [unknown]);
    program.pid = 7;
    pauses.tell();
    pauses.tell();
    assert.deepEqual(told, [unknown, { ...unknown, pid: 7 }]);
  });

  test('are bounded: the oldest are forgotten', () => {
    const { pauses, hear } = createHearing();
    for (let i = 0; i < 12_000; i++) pauses.note(pause(String(i), 9), known(false));
    assert.equal(pauses.find('1999'), undefined);
    assert.ok(pauses.find('2000'));
    assert.deepEqual(hear(), []);
  });
});

test('the clock is the system’s, in fractions of a millisecond, and follows it when it is set', (context) => {
  const now = createPreciseClock();
  const times = Array.from({ length: 1000 }, now);
  assert.ok(times.some((time) => !Number.isInteger(time)));
  assert.ok(times.every((time, i) => time >= (times[i - 1] ?? 0)));
  assert.ok(Math.abs((times.at(-1) ?? 0) - Date.now()) < 1000);
  const later = Date.now() + 3_600_000;
  context.mock.method(Date, 'now', () => later);
  assert.ok(Math.abs(now() - later) < 1000);
});
