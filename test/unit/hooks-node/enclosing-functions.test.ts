// What a call is given, and the parameters of the functions around it, in whatever syntax surrounds them.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { callAt } from '../../../src/hooks/node/enclosing-functions.ts';

/** The call stands where the text has `start(`. */
function around(text: string): readonly (readonly string[])[] | undefined {
  return callAt(text, text.indexOf('start('))
    ?.enclosing()
    .map(({ parameters }) => parameters);
}

suite('the functions around a call', () => {
  for (const [name, text, expected] of [
    ['a declaration', 'function f(name, run) { start(name) }', [['name', 'run']]],
    ['a method', 'class A { async f(name) { if (name) { start(name) } } }', [['name']]],
    ['an arrow with a block', 'const f = async (name, ...rest) => { return start(name) }', [['name', '...rest']]],
    ['an arrow without', 'const f = name => start(name), g = 1', [['name']]],
    ['an arrow within an arrow', 'const f = (name) => (...args) => start(name)', [['...args'], ['name']]],
    ['an arrow that has ended', 'call((name) => name, start(1))', []],
    ['none, behind a function', 'function f(name) { return name }\nstart(name)', []],
    ['control words', 'function f(a) { for (const name of a) { try {} catch (name) { start(name) } } }', [['a']]],
    ['strings and templates', 'function f(a) { const s = "){" + `$' + '{g({ b: "}" })} }`; start(s) }', [['a']]],
    ['comments', 'function f(a) { // }\n /* } */ start(a) }', [['a']]],
    ['regular expressions', 'function f(a) { if (/[}/]\\/}/.test(a)) return 4 / 2; start(a) }', [['a']]],
    [
      'defaults and patterns',
      'function f({ name = "a,b" } = {}, b = g(1, 2)) { start(name) }',
      [['{ name = "a,b" } = {}', 'b = g(1, 2)']],
    ],
    [
      'types',
      'function f(name: string, run: () => void): Promise<{ a: string }> { start(name) }',
      [['name: string', 'run: () => void']],
    ],
    ['a type of an arrow', 'const f = (name: string): Map<string, { a: 1 }> => { start(name) }', [['name: string']]],
    ['minified code', 'var a=(t,e)=>r.start(t,e);', [['t', 'e']]],
  ] as const) {
    test(name, () => assert.deepEqual(around(text), expected));
  }
});

suite('a call', () => {
  test('is read to its end', () => {
    const text = 'tracer.start(name, { a: [1, 2] }, (span) => g(span, ")"))';
    assert.deepEqual(callAt(text, 7)?.args, ['name', '{ a: [1, 2] }', '(span) => g(span, ")")']);
    assert.deepEqual(callAt('(0, x.start)(name)', 12)?.args, ['name']);
    assert.deepEqual(callAt('start<void>(name)', 0)?.args, ['name']);
  });

  test('that is none, or has no end, is not read', () => {
    assert.equal(callAt('const a = 1', 0), undefined);
    assert.equal(callAt('start(name', 0), undefined);
    assert.equal(callAt('start(name', 100), undefined);
  });

  test('in brackets that do not match has no functions around it', () => {
    assert.deepEqual(around('function f(a) { ) start(a) }'), []);
  });
});
