// Spool and OTLP tell of the same spans, in any order and at any time: the view has each once.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { SpoolMerge } from '../../../src/worker/spool-merge.ts';

const GRACE = 400;
const LIMITS = { grace: GRACE, keys: 1000, size: 1 << 20 };

function span(key: string, pid = 1) {
  return { pid, text: key };
}

/** What is shown, and the merge that decides. */
function createView(limits = LIMITS) {
  const merge = new SpoolMerge<ReturnType<typeof span>>(limits);
  const shown: string[] = [];
  return {
    merge,
    shown,
    give: (now: number) => shown.push(...merge.due(now).map(({ text }) => text)),
    gone: (pid: number) => shown.push(...merge.release(pid).map(({ text }) => text)),
    bring(key: string) {
      if (merge.bring(key)) shown.push(key);
    },
  };
}

suite('a span', () => {
  test('that OTLP brings within the grace is shown when it comes, once', () => {
    const { merge, shown, bring, give } = createView();
    merge.read('a', span('a'), 0);
    give(GRACE - 1);
    assert.deepEqual(shown, []);
    bring('a');
    give(10 * GRACE);
    assert.deepEqual(shown, ['a']);
  });

  test('that OTLP does not bring is shown when its grace is over, and left out when it comes late, also twice', () => {
    const { merge, shown, bring, give } = createView();
    merge.read('a', span('a'), 0);
    give(GRACE);
    assert.deepEqual(shown, ['a']);
    bring('a');
    bring('a');
    assert.deepEqual(shown, ['a']);
  });

  test('that OTLP has brought before its line was read is not shown again', () => {
    const { merge, shown, bring, give } = createView();
    bring('a');
    merge.read('a', span('a'), 0);
    give(10 * GRACE);
    assert.deepEqual(shown, ['a']);
  });

  test('of a process that is gone is shown at once, those of others are not', () => {
    const { merge, shown, gone } = createView();
    merge.read('a', span('a', 1), 0);
    merge.read('b', span('b', 2), 0);
    gone(1);
    assert.deepEqual(shown, ['a']);
  });

  test('that was given in an earlier life is left out', () => {
    const { merge, shown, bring } = createView();
    merge.noteGiven('a');
    merge.read('a', span('a'), 0);
    bring('a');
    assert.deepEqual(shown, []);
    assert.deepEqual(merge.release(), []);
  });
});

suite('bounds', () => {
  test('beyond the size that may wait the oldest are shown early', () => {
    const { merge, shown, give } = createView({ ...LIMITS, size: 10 });
    for (const key of ['aaaa', 'bbbb', 'cccc']) merge.read(key, span(key), 0);
    give(0);
    assert.deepEqual(shown, ['aaaa']);
  });

  test('the oldest keys are forgotten first', () => {
    const { merge, bring, shown } = createView({ ...LIMITS, keys: 2 });
    for (const key of ['a', 'b', 'c']) merge.noteGiven(key);
    for (const key of ['a', 'b', 'c']) bring(key);
    assert.deepEqual(shown, ['a']);
  });

  test('forgets all but what waits', () => {
    const { merge, shown, give } = createView();
    merge.noteGiven('a');
    merge.read('b', span('b'), 0);
    merge.forget();
    assert.equal(merge.hasGiven, false);
    give(GRACE);
    assert.deepEqual(shown, ['b']);
  });
});

test('any interleaving ends with each span exactly once', () => {
  const step = fc.record({
    /** Milliseconds until it happens. */
    after: fc.integer({ min: 0, max: GRACE }),
    key: fc.integer({ min: 0, max: 11 }).map(String),
    what: fc.constantFrom('line', 'otlp', 'look', 'gone'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { merge, shown, give, gone, bring } = createView();
      const read = new Set<string>();
      const brought = new Set<string>();
      let now = 0;
      for (const { after, key, what } of steps) {
        now += after;
        if (what === 'look') give(now);
        else if (what === 'gone') gone(Number(key) % 3);
        else if (what === 'line' && !read.has(key)) {
          read.add(key);
          merge.read(key, span(key, Number(key) % 3), now);
        } else if (what === 'otlp' && !brought.has(key)) {
          brought.add(key);
          bring(key);
        }
      }
      give(now + GRACE);
      assert.deepEqual([...shown].sort(), [...new Set([...read, ...brought])].sort());
    }),
    { numRuns: 2000 },
  );
});
