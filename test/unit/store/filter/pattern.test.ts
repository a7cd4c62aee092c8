// A pattern against a regular expression that says the same.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePattern, plainText, toPattern } from '../../../../src/store/query/filter/pattern.ts';

const letters = fc
  .array(fc.constantFrom('a', 'b', 'A', '.', '*', '\\'), { maxLength: 6 })
  .map((parts) => parts.join(''));

test('stars stand for any text, and for nothing else', () => {
  const anyPart = fc.constantFrom('a', 'b', '.', '*', '\\*', '\\\\');
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 6 }), letters, (parts, text) => {
      const source = parts.map((part) => (part === '*' ? '[^]*' : `[${part === '.' ? '.' : part}]`)).join('');
      assert.equal(compilePattern(parts.join(''))(text), new RegExp(`^${source}$`, 'i').test(text));
    }),
    { numRuns: 3000 },
  );
});

test('a text as a pattern stands for itself alone', () => {
  fc.assert(
    fc.property(letters, letters, (text, other) => {
      assert.equal(compilePattern(toPattern(text))(other), text.toLowerCase() === other.toLowerCase());
      assert.equal(plainText(toPattern(text)), text);
    }),
  );
});
