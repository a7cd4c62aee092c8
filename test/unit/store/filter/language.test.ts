// The filter language as text: what it reads, what it prints, and where it points when something is wrong.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Filter } from '../../../../src/store/query/filter/filter.ts';
import { parseFilter } from '../../../../src/store/query/filter/parse-filter.ts';
import { printFilter } from '../../../../src/store/query/filter/print-filter.ts';
import { anyFilter } from './any-filter.ts';

suite('the filter language', () => {
  test('what is printed reads as it was', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const text = printFilter(filter);
        assert.deepEqual(parseFilter(text), { ok: true, value: filter }, text);
      }),
      { numRuns: 2000 },
    );
  });

  test('any text is a filter or is told why not, and a filter prints to the same filter', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(
          fc.constantFrom(
            'a',
            ':',
            '"',
            '(',
            ')',
            ' ',
            '-',
            '\\',
            '*',
            '>',
            '=',
            'or',
            'and',
            'not',
            'duration',
            '5ms',
          ),
          {
            maxLength: 20,
          },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseFilter(text);
        if (parsed.ok) {
          assert.deepEqual(parseFilter(printFilter(parsed.value)), parsed);
          return;
        }
        const { from, to, message } = parsed.error;
        assert.ok(0 <= from && from <= to && to <= text.length, `${from} to ${to}`);
        assert.match(message, /\.$/);
      }),
      { numRuns: 3000 },
    );
  });

  test('reads fields, attributes, operators, quotes and both ways to negate', () => {
    assert.deepEqual(read('service:cart status:error duration:>50ms http.route:"/cart/*" has:logs'), {
      kind: 'and',
      parts: [
        term('service', '=', 'cart'),
        term('status', '=', 'error'),
        term('duration', '>', '50ms'),
        term('http.route', '=', '/cart/*'),
        term('has', '=', 'logs'),
      ],
    });
    assert.deepEqual(read('a:1 or not b:2 AND -c'), {
      kind: 'or',
      parts: [
        term('a', '=', '1'),
        {
          kind: 'and',
          parts: [
            { kind: 'not', part: term('b', '=', '2') },
            { kind: 'not', part: { kind: 'text', text: 'c' } },
          ],
        },
      ],
    });
    assert.deepEqual(read('"my key":"a \\"b\\" c" url.full:http://x:80/?q'), {
      kind: 'and',
      parts: [term('my key', '=', 'a "b" c'), term('url.full', '=', 'http://x:80/?q')],
    });
    assert.deepEqual(read('http.response.status_code:>=500'), term('http.response.status_code', '>=', '500'));
    assert.deepEqual(read('  '), { kind: 'all' });
  });

  const wrong: readonly (readonly [text: string, marked: string, message: RegExp])[] = [
    ['status:broken', 'broken', /unset, ok or error/],
    ['a (b or c', '(', /parenthesis is missing/],
    ['a ) b', ')', /closes none/],
    ['name:"x', '"x', /quote is missing/],
    ['duration:>50', '50', /unit/],
    ['duration:50ms', '50ms', /> or </],
    ['retries:>many', 'many', /takes a number/],
    ['service:', 'service:', /value of “service” is missing/],
    ['a or', '', /missing/],
    ['and b', 'and', /missing before “and”/],
    ['service:>x', 'x', /is a text/],
  ];
  for (const [text, marked, message] of wrong)
    test(`says what is wrong with ${text}`, () => {
      const parsed = parseFilter(text);
      assert.ok(!parsed.ok);
      assert.equal(text.slice(parsed.error.from, parsed.error.to), marked);
      assert.match(parsed.error.message, message);
    });

  test('a thousand parentheses are refused, not fallen into', () => {
    assert.equal(parseFilter(`${'('.repeat(100_000)}a`).ok, false);
    assert.equal(parseFilter(`${'-'.repeat(100_000)}a`).ok, false);
  });
});

function read(text: string): Filter {
  const parsed = parseFilter(text);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.value;
}

function term(key: string, operator: '=' | '>' | '>=', value: string) {
  return { kind: 'term', key, operator, value } as const;
}
