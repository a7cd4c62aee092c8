// The question for the active span is answered by whatever program it is asked in, and what adapters make of the answer is read.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { ACTIVE_SPAN_EXPRESSION, parseActiveSpan } from '../../../src/debugger/active-span.ts';

const API = Symbol.for('opentelemetry.js.api.1');
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

/** Asked in a program whose API has this for its context manager. */
function askWith(context: unknown): unknown {
  const program = { process: { pid: 7 } };
  Reflect.set(program, API, { context });
  return runInNewContext(ACTIVE_SPAN_EXPRESSION.node, program);
}

function withSpan(spanContext: () => unknown) {
  return { active: () => ({ getValue: (key: symbol) => (key === SPAN ? { spanContext } : undefined) }) };
}

suite('the question in Node', () => {
  test('names the active span, and whether it is sampled', () => {
    for (const traceFlags of [0, 1, 3]) {
      const answer = askWith(withSpan(() => ({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags })));
      const active = { traceId: TRACE_ID, spanId: SPAN_ID, isSampled: traceFlags !== 0 };
      assert.deepEqual(parseActiveSpan({ result: answer }), { pid: 7, active });
    }
  });

  test('never throws: what is broken is no span', () => {
    const fail = () => {
      throw new Error('broken');
    };
    const broken = [
      ...[undefined, null, 1, {}, { active: fail }, { active: 1 }, { active: () => undefined }, { active: () => ({}) }],
      ...[{ active: () => ({ getValue: fail }) }, withSpan(fail), withSpan(() => undefined), withSpan(() => ({}))],
      withSpan(() => ({ traceId: '<b>', spanId: {}, traceFlags: 'x' })),
    ];
    for (const context of broken) {
      const told = parseActiveSpan({ result: askWith(context) });
      assert.equal(told?.active, undefined);
    }
    assert.equal(parseActiveSpan({ result: runInNewContext(ACTIVE_SPAN_EXPRESSION.node, {}) }), undefined);
  });
});

test('the question in Python is one line: adapters take several for statements', () => {
  assert.equal(ACTIVE_SPAN_EXPRESSION.python.includes('\n'), false);
});

test('an answer is read in the quotes of any adapter, and nothing else is taken for one', () => {
  const text = `spanline 42 ${TRACE_ID} ${SPAN_ID} 1;`;
  const told = { pid: 42, active: { traceId: TRACE_ID, spanId: SPAN_ID, isSampled: true } };
  for (const result of [text, `'${text}'`, `"${text}"`]) assert.deepEqual(parseActiveSpan({ result }), told);
  assert.deepEqual(parseActiveSpan({ result: "'spanline 42;'" }), { pid: 42, active: undefined });
  for (const result of [text.slice(0, -1), 'spanline 0;', 'spanline x;', '', undefined, {}])
    assert.equal(parseActiveSpan({ result }), undefined, String(result));
  for (const body of [undefined, null, 'spanline 42;', {}]) assert.equal(parseActiveSpan(body), undefined);
});
