// What the view of open spans lists at a stop, and what it says where it cannot.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ActiveSpan, StoppedProcess } from '../../../src/host/features/here/ask-debugger.ts';
import { composeContent as compose, type OpenSpanRow } from '../../../src/host/features/here/content.ts';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';
import type { OpenSpan, OpenSpans } from '../../../src/protocol/store-api.ts';
import { spanId, TRACE } from '../../support/trace-request.ts';

const NONE: OpenSpans = { isTold: true, activeState: undefined, around: [], others: [], more: 0 };

function ids(id: number) {
  const [trace, span] = [parseTraceId(TRACE), parseSpanId(spanId(id))];
  assert.ok(trace && span);
  return { trace, span };
}

function open(id: number, name: string, parent?: number): OpenSpan {
  const { trace, span } = ids(id);
  const parentSpanId = parent === undefined ? undefined : ids(parent).span;
  const site = { kind: 'unresolved', why: 'none' } as const;
  return {
    traceId: trace,
    spanId: span,
    parentSpanId,
    name,
    service: 'shop',
    startTime: id,
    duration: 0,
    held: 0,
    site,
  };
}

function active(id: number, isSampled = true): ActiveSpan {
  return { ...ids(id), isSampled };
}

function stopped(which: StoppedProcess['active']): StoppedProcess {
  return { pid: 1, active: which };
}

const composeContent = (asked: Parameters<typeof compose>[0], spans: OpenSpans | undefined, stoppedAt = 0) =>
  compose(asked, spans, stoppedAt);

/** The rows as text, a level an indent. */
function told(rows: readonly OpenSpanRow[], indent = ''): readonly string[] {
  return rows.flatMap((row) => {
    if (row.kind === 'more') return [`${indent}+ ${row.count}`];
    const head = row.kind === 'others' ? `others ${row.count}` : `${row.isActive ? '> ' : ''}${row.span.name}`;
    return [`${indent}${head}`, ...told(row.rows, `${indent}  `)];
  });
}

suite('where a span is active', () => {
  const around = [open(3, 'price'), open(1, 'checkout')];

  test('it comes first, those around it follow, and the others are behind one row, below each other as they are', () => {
    const others = [open(4, 'pack'), open(5, 'wrap', 4), open(6, 'look up', 3)];
    const content = composeContent(stopped(active(3)), { ...NONE, activeState: 'open', around, others, more: 1200 });
    const rows = ['> price', 'checkout', 'others 1203', '  pack', '    wrap', '  look up', '  + 1200'];
    assert.deepEqual([told(content.rows), content.message, content.empty], [rows, undefined, undefined]);
  });

  test('and nothing else is open, no row says so', () => {
    const content = composeContent(stopped(active(3)), { ...NONE, activeState: 'open', around });
    assert.deepEqual(told(content.rows), ['> price', 'checkout']);
  });

  test('that has ended or is not recorded, what is open around it is listed and the reason said', () => {
    const ended = composeContent(stopped(active(3)), { ...NONE, activeState: 'ended', around: around.slice(1) });
    assert.deepEqual(told(ended.rows), ['checkout']);
    assert.equal(ended.message, 'The span that is active here has ended.');
    const others = { ...NONE, others: [open(4, 'pack')] };
    assert.match(composeContent(stopped(active(3, false)), others).message ?? '', /is not sampled.* These are open/);
    assert.match(composeContent(stopped(active(3)), others).message ?? '', /is not among those received/);
  });

  test('parents that form a ring lose no span', () => {
    const others = [open(4, 'a', 5), open(5, 'b', 4), open(6, 'c', 6)];
    assert.deepEqual(told(composeContent(stopped('none'), { ...NONE, others }).rows), ['a', '  b', 'c']);
  });
});

test('where none is active, or the debugger does not say which, those of the process are listed as such', () => {
  const others = [open(4, 'pack'), open(5, 'wrap', 4)];
  for (const [which, message] of [
    ['none', /^No span is active .* These are open in the process\.$/],
    [undefined, /^The debugger does not say .* These are open in the process\.$/],
  ] as const) {
    const content = composeContent(stopped(which), { ...NONE, others });
    assert.deepEqual(told(content.rows), ['pack', '  wrap']);
    assert.match(content.message ?? '', message);
  }
});

test('a span has lasted up to the stop, without what the debugger took before, or has taken since', () => {
  const second = 1e9;
  // Stopped three seconds after its start, and looked at later.
  const lookAt = (duration: number, held: number, stoppedAt = 4000) => {
    const span = { ...open(1, 'checkout'), startTime: 1000, duration, held };
    return composeContent(stopped(active(1)), { ...NONE, activeState: 'open', around: [span] }, stoppedAt);
  };
  const lasted = (...given: Parameters<typeof lookAt>) =>
    lookAt(...given).rows.map((row) => 'lasted' in row && row.lasted);
  assert.deepEqual(lasted(5 * second, 0), ['3 s'], 'no stop is recorded');
  assert.deepEqual(lasted(5 * second, 2 * second), ['3 s'], 'the present one is');
  assert.deepEqual(lasted(5 * second, 4 * second), ['1 s'], 'one before, too');
  assert.deepEqual(lasted(0, 0, 500), ['0 ns'], 'a clock that is behind');
  // What is drawn anew loses what was selected in it.
  assert.deepEqual(lookAt(9 * second, 6 * second), lookAt(5 * second, 2 * second), 'a later look sees the same rows');
});

test('an empty view has a reason', () => {
  const untold = { ...NONE, isTold: false };
  assert.equal(composeContent(undefined, undefined).empty, 'unsupported');
  assert.equal(composeContent({ refusal: 'why' }, undefined).empty, 'refused');
  assert.equal(composeContent(stopped('none'), undefined).empty, 'idle');
  assert.equal(composeContent(stopped('none'), NONE).empty, 'none');
  assert.equal(composeContent(stopped('none'), untold).empty, 'untold');
  assert.equal(composeContent(stopped(active(1)), untold).empty, 'untold');
  assert.equal(composeContent(stopped(active(1)), NONE).empty, 'missing');
  assert.equal(composeContent(stopped(active(1)), { ...NONE, activeState: 'ended' }).empty, 'none');
  assert.equal(composeContent(stopped(active(1, false)), untold).empty, 'unsampled');
});
