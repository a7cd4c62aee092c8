// What the window knows of its debug sessions and of the filter of its views.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createCaptureSessions } from '../../../src/host/services/capture-sessions.ts';
import { createTraceFilter } from '../../../src/host/services/trace-filter.ts';

suite('the debug sessions of a window', () => {
  test('run from their start to their end, and each change is told', () => {
    const sessions = createCaptureSessions();
    let changes = 0;
    sessions.onChange(() => changes++);
    sessions.prepared('k1', 'Shop', undefined);
    assert.deepEqual(sessions.all, [{ key: 'k1', name: 'Shop', left: undefined, running: false }]);
    sessions.started('k1');
    assert.equal(sessions.all[0]?.running, true);
    sessions.ended('k1');
    assert.equal(sessions.all[0]?.running, false);
    assert.equal(changes, 3);
    sessions.started('of another window');
    assert.equal(changes, 3);
  });

  test('that ended make room for the next launch of the same name, those that run do not', () => {
    const sessions = createCaptureSessions();
    for (const key of ['k1', 'k2', 'k3']) sessions.prepared(key, key === 'k3' ? 'Cart' : 'Shop', undefined);
    sessions.prepared('k4', 'Shop', { why: 'why', offers: [] });
    assert.deepEqual(
      sessions.all.map(({ name, left }) => [name, left?.why]),
      [
        ['Cart', undefined],
        ['Shop', 'why'],
      ],
    );
    sessions.started('k4');
    sessions.prepared('k5', 'Shop', undefined);
    assert.equal(sessions.all.filter(({ name }) => name === 'Shop').length, 2);
  });
});

suite('the filter of the views', () => {
  test('is kept, and told to all', () => {
    const filter = createTraceFilter();
    const heard: unknown[] = [];
    filter.onChange((value) => heard.push(value));
    const site = { site: { file: '/ws/a.ts', line: 3 } };
    filter.set(site);
    assert.deepEqual([filter.current, heard], [site, [site]]);
    filter.set({});
    assert.deepEqual(filter.current, {});
  });
});
