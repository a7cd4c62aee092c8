// Starts of spans, in any order with their ends: what ends at once is never shown as open, what does not is, until it is no more.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { OpenSpans } from '../../../src/worker/open-spans.ts';

const LIMITS = { grace: 400, most: 3 };

function span(key: string, pid = 1) {
  return { pid, text: key };
}

/** Shows what is due, each in a row of its own; answers with their keys. */
function show(open: OpenSpans<ReturnType<typeof span>>, now: number): readonly string[] {
  return open.due(now).map(({ key, span }) => {
    open.noteShown(key, span, key.charCodeAt(0));
    return key;
  });
}

const A = 'a'.charCodeAt(0);

suite('a span that has started', () => {
  test('and ends within the grace is never due', () => {
    const open = new OpenSpans<ReturnType<typeof span>>(LIMITS);
    open.start('a', span('a'), 0);
    open.endIsKnown('a');
    assert.deepEqual(show(open, 1000), []);
    assert.deepEqual(open.takeAll(), []);
  });

  test('and goes on is shown once its grace is over, and its row is taken by what ends it, once', () => {
    const open = new OpenSpans<ReturnType<typeof span>>(LIMITS);
    open.start('a', span('a'), 0);
    assert.deepEqual(show(open, 399), []);
    assert.deepEqual(show(open, 400), ['a']);
    assert.deepEqual(show(open, 5000), []);
    assert.equal(open.hasRows, true);
    assert.equal(open.takeRow('a'), A);
    assert.equal(open.takeRow('a'), undefined);
    assert.equal(open.hasRows, false);
  });

  test('is left by a process that is gone, whether it is shown yet or not; those of others go on', () => {
    const open = new OpenSpans<ReturnType<typeof span>>(LIMITS);
    open.start('a', span('a', 1), 0);
    show(open, 400);
    open.start('b', span('b', 1), 400);
    open.start('c', span('c', 2), 400);
    assert.deepEqual(
      open.takeAll(1).map(({ key, row }) => [key, row]),
      [
        ['a', A],
        ['b', undefined],
      ],
    );
    assert.deepEqual(show(open, 800), ['c']);
    assert.equal(open.takeAll().length, 1);
  });

  test('is known by its row when it was cut off, until nothing is under way any more', () => {
    const open = new OpenSpans<ReturnType<typeof span>>(LIMITS);
    open.noteCutOff('a', 7);
    open.noteCutOff('b', 8);
    open.start('a', span('a'), 0);
    assert.deepEqual(show(open, 1000), [], 'a file that is read again');
    assert.equal(open.takeRow('a'), 7);
    open.forget();
    assert.equal(open.takeRow('b'), undefined);
  });
});

test('the rows of a process are those of its spans that are shown and have not ended', () => {
  const open = new OpenSpans<ReturnType<typeof span>>(LIMITS);
  open.start('a', span('a', 1), 0);
  open.start('b', span('b', 2), 0);
  assert.deepEqual(open.rowsOf(1), []);
  show(open, Number.POSITIVE_INFINITY);
  assert.deepEqual([open.rowsOf(1), open.rowsOf(2), open.rowsOf(3)], [[A], [A + 1], []]);
  open.takeRow('a');
  assert.deepEqual(open.rowsOf(1), []);
});

test('a program that ends none of its spans fills no memory: the first are shown, the others wait for their end', () => {
  const open = new OpenSpans<ReturnType<typeof span>>(LIMITS);
  for (const key of 'abcdef') open.start(key, span(key), 0);
  assert.deepEqual(show(open, 400), ['a', 'b', 'c']);
  open.takeRow('a');
  open.start('g', span('g'), 500);
  assert.deepEqual(show(open, 1000), ['g']);
  for (const key of 'mnopq') open.noteCutOff(key, 1);
  assert.deepEqual(
    [...'mnopq'].map((key) => open.takeRow(key)),
    [undefined, undefined, 1, 1, 1],
  );
});
