// From a span up to the root: through other services, past what has ended, and to an end whatever parents are named.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';
import { pathToRoot } from '../../../src/store/query/path-to-root.ts';
import { createFedStore, type FedStore } from '../../support/store-with.ts';
import { spanId, TRACE } from '../../support/trace-request.ts';

function pathIn({ store }: FedStore, from: number): readonly string[] {
  const [trace, span] = [parseTraceId(TRACE), parseSpanId(spanId(from))];
  assert.ok(trace && span);
  return pathToRoot(store, trace, span).map((row) => store.name(row));
}

test('the way leads through services and past spans that have ended', () => {
  const fed = createFedStore();
  fed.tell('open', 'caller', [{ id: spanId(1), name: 'order' }]);
  fed.receive('caller', [{ id: spanId(2), parent: spanId(1), name: 'POST' }]);
  const [shown = -1] = fed.tell('open', 'shop', [{ id: spanId(3), parent: spanId(2), name: 'reserve' }]);
  fed.tell('open', 'shop', [{ id: spanId(4), parent: spanId(3), name: 'look up' }]);
  assert.deepEqual(pathIn(fed, 4), ['look up', 'reserve', 'POST', 'order']);
  fed.tell('ended', 'shop', [{ id: spanId(3), parent: spanId(2), name: 'reserve, ended' }], [shown]);
  assert.deepEqual(pathIn(fed, 4), ['look up', 'reserve, ended', 'POST', 'order']);
});

test('it ends where a parent is not here, and where parents form a ring', () => {
  const fed = createFedStore();
  assert.deepEqual(pathIn(fed, 1), []);
  fed.receive('shop', [{ id: spanId(1), parent: spanId(9), name: 'orphan' }]);
  fed.receive('shop', [{ id: spanId(2), parent: spanId(3), name: 'two' }]);
  fed.receive('shop', [{ id: spanId(3), parent: spanId(2), name: 'three' }]);
  fed.receive('shop', [{ id: spanId(4), parent: spanId(4), name: 'own' }]);
  assert.deepEqual(pathIn(fed, 1), ['orphan']);
  assert.deepEqual(pathIn(fed, 2), ['two', 'three']);
  assert.deepEqual(pathIn(fed, 4), ['own']);
  assert.deepEqual(pathIn(fed, 7), []);
});
