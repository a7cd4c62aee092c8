// What pages post and keep is from outside: envelopes and states that are none are told apart.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isPageMessage } from '../../../src/protocol/page-message.ts';
import { parseTracePageState, parseTracesPageState, VIEW_STATE_VERSION } from '../../../src/protocol/view-state.ts';
import { spanId, TRACE } from '../../support/trace-request.ts';

suite("a page's message", () => {
  test('is an envelope with a known address and a frame', () => {
    const frame = { type: 'cancel', id: 1 };
    assert.ok(isPageMessage({ to: 'store', frame }));
    assert.ok(isPageMessage({ to: 'editor', frame }));
    for (const message of [
      undefined,
      null,
      'store',
      [],
      {},
      { to: 'store' },
      { to: 'shell', frame },
      { to: 'store', frame: null },
      { frame },
    ])
      assert.equal(isPageMessage(message), false, JSON.stringify(message));
  });
});

suite("a page's state", () => {
  const state = { version: VIEW_STATE_VERSION, trace: TRACE, span: spanId(2), file: '/runs/a.spanrun' };

  test('comes back after a reload', () => {
    assert.deepEqual(parseTracePageState(structuredClone(state)), state);
    assert.deepEqual(parseTracePageState({ ...state, more: 'x' }), state);
  });

  test('without a valid span it still has its trace', () => {
    for (const span of [undefined, '', 'SELECT', 5])
      assert.deepEqual(parseTracePageState({ ...state, span }), { ...state, span: undefined });
  });

  test('without the name of a file it is of what is received', () => {
    for (const file of [undefined, 5, null])
      assert.deepEqual(parseTracePageState({ ...state, file }), { ...state, file: undefined });
  });

  test("the list's has what is written in its filter", () => {
    const list = { version: VIEW_STATE_VERSION, query: 'status:error' };
    assert.deepEqual(parseTracesPageState(structuredClone(list)), list);
    for (const other of [undefined, {}, { ...list, version: 99 }, { ...list, query: 5 }])
      assert.equal(parseTracesPageState(other), undefined, JSON.stringify(other));
  });

  test('of another version, or of no page of ours, is none', () => {
    for (const other of [
      undefined,
      null,
      'x',
      5,
      {},
      { ...state, version: 99 },
      { ...state, trace: 'x' },
      { version: VIEW_STATE_VERSION },
    ])
      assert.equal(parseTracePageState(other), undefined, JSON.stringify(other));
  });
});
