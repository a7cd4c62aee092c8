// Attribute values as a person reads them.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type AttributeValue, findAttribute, formatAttributeValue } from '../../../src/model/attribute.ts';

const text = (value: string): AttributeValue => ({ kind: 'string', value });

suite('the text of an attribute', () => {
  test('plain values are bare', () => {
    const shown: readonly (readonly [AttributeValue, string])[] = [
      [text('GET /cart'), 'GET /cart'],
      [text(''), ''],
      [{ kind: 'bool', value: false }, 'false'],
      [{ kind: 'int', value: '-9223372036854775808' }, '-9223372036854775808'],
      [{ kind: 'double', value: 0.25 }, '0.25'],
      [{ kind: 'double', value: '-Infinity' }, '-Infinity'],
      [{ kind: 'bytes', value: 'AAEC' }, 'AAEC'],
      [{ kind: 'empty' }, ''],
    ];
    for (const [value, expected] of shown) assert.equal(formatAttributeValue(value), expected);
  });

  test('composed values read like JSON, with text quoted inside', () => {
    const nested: AttributeValue = {
      kind: 'map',
      entries: [
        {
          key: 'tags',
          value: { kind: 'array', values: [text('a, "b"'), { kind: 'int', value: '1' }, { kind: 'empty' }] },
        },
        { key: 'none', value: { kind: 'array', values: [] } },
      ],
    };
    assert.equal(formatAttributeValue(nested), '{tags: ["a, \\"b\\"", 1, ], none: []}');
  });

  test('of attributes with the same key the last one counts', () => {
    const attributes = [
      { key: 'a', value: text('first') },
      { key: 'b', value: text('other') },
      { key: 'a', value: text('last') },
    ];
    assert.deepEqual(findAttribute(attributes, 'a'), text('last'));
    assert.equal(findAttribute(attributes, 'c'), undefined);
  });
});
