// How views learn that there is news: every change is heard of, however the asking and the changing fall together.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRevisionSource } from '../../../src/base/revision.ts';

/** A source whose news is held back until told. */
function createHeldSource() {
  const held: (() => void)[] = [];
  const source = createRevisionSource((flush) => held.push(flush));
  return { source, held, release: () => held.splice(0).forEach((flush) => void flush()) };
}

suite('a revision', () => {
  test('who has seen nothing is answered at once', async () => {
    const { source } = createHeldSource();
    assert.equal(await source.changed(0), source.current);
  });

  test('who has seen the newest waits for the next, and many changes are one piece of news', async () => {
    const { source, held, release } = createHeldSource();
    const seen = source.current;
    const waiting = Promise.all([source.changed(seen), source.changed(seen)]);
    source.bump();
    source.bump();
    assert.equal(held.length, 1);
    release();
    assert.deepEqual(await waiting, [seen + 2, seen + 2]);
  });

  test('a change between the answer and the next question is not missed', async () => {
    const { source, held } = createHeldSource();
    const seen = source.current;
    source.bump();
    assert.equal(held.length, 0, 'nobody waits: nothing to schedule');
    assert.equal(await source.changed(seen), seen + 1);
  });

  test('asking while news is held back waits for it: the schedule bounds how often one is answered', async () => {
    const { source, release } = createHeldSource();
    const seen = source.current;
    const first = source.changed(seen);
    source.bump();
    let answered = false;
    const second = source.changed(seen).then((revision) => {
      answered = true;
      return revision;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(answered, false);
    release();
    assert.deepEqual(await Promise.all([first, second]), [seen + 1, seen + 1]);
  });

  test('giving up rejects with the reason, before and while waiting', async () => {
    const { source } = createHeldSource();
    await assert.rejects(source.changed(source.current, AbortSignal.abort(new Error('closed'))), { message: 'closed' });
    const abort = new AbortController();
    const waiting = source.changed(source.current, abort.signal);
    abort.abort(new Error('hidden'));
    await assert.rejects(waiting, { message: 'hidden' });
  });
});
