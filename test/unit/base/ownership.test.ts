// What is let go is let go once and all of it; a listener that throws costs the others nothing.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { disposeAll, toDisposable } from '../../../src/base/disposable.ts';
import { createEmitter } from '../../../src/base/event.ts';

suite('disposables', () => {
  test('are let go once', () => {
    let times = 0;
    const item = toDisposable(() => times++);
    item[Symbol.dispose]();
    item[Symbol.dispose]();
    assert.equal(times, 1);
  });

  test('together in reverse order, all of them, and the first error is told', () => {
    const order: string[] = [];
    const item = (name: string, fails = false) =>
      toDisposable(() => {
        order.push(name);
        if (fails) throw new Error(name);
      });
    const all = disposeAll([item('a'), item('b', true), item('c', true), item('d')]);
    assert.throws(() => all[Symbol.dispose](), { message: 'c' });
    assert.deepEqual(order, ['d', 'c', 'b', 'a']);
  });
});

suite('events', () => {
  test('reach all listeners in order, past one that throws', () => {
    const errors: unknown[] = [];
    const heard: string[] = [];
    const { listen, fire } = createEmitter<string>((error) => errors.push(error));
    listen((value) => heard.push(`1 ${value}`));
    listen(() => {
      throw new Error('broken');
    });
    listen((value) => heard.push(`3 ${value}`));
    fire('x');
    assert.deepEqual(heard, ['1 x', '3 x']);
    assert.equal(errors.length, 1);
  });

  test('do not reach who has stopped listening; the same function twice is two listeners', () => {
    const heard: string[] = [];
    const { listen, fire } = createEmitter<string>();
    const listener = (value: string) => void heard.push(value);
    const first = listen(listener);
    listen(listener);
    fire('a');
    first[Symbol.dispose]();
    fire('b');
    assert.deepEqual(heard, ['a', 'a', 'b']);
  });
});
