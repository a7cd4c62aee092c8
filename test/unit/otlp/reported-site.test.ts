// Which place in the source a span's attributes name, in both generations of the conventions and with the hook's marks.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readReportedSite } from '../../../src/otlp/trace/span-reader.ts';
import { Span } from '../../support/otlp-schema.ts';
import { toJsonBytes, toProtobufBytes } from '../../support/trace-request.ts';

type Value = string | number | boolean | { readonly doubleValue: number };

/** Read from both encodings, which must agree. */
function siteOf(attributes: Readonly<Record<string, Value>>) {
  const span = {
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: toAnyValue(value) })),
  };
  const site = readReportedSite(toJsonBytes(span), 'json');
  assert.deepEqual(readReportedSite(toProtobufBytes(span, Span), 'protobuf'), site);
  return site;
}

function toAnyValue(value: Value) {
  if (typeof value === 'object') return value;
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { intValue: String(value) };
}

const PLAIN = { column: undefined, function: undefined, origin: undefined, mapped: false };

suite('the place that a span reports', () => {
  test('the present spelling', () => {
    const attributes = {
      'code.file.path': '/ws/a.ts',
      'code.line.number': 12,
      'code.column.number': 3,
      'code.function.name': 'Cart.add',
    };
    assert.deepEqual(siteOf(attributes), { ...PLAIN, file: '/ws/a.ts', line: 12, column: 3, function: 'Cart.add' });
  });

  test('the former spelling, its namespace and function joined', () => {
    const attributes = {
      'code.filepath': '/ws/a.py',
      'code.lineno': 7,
      'code.column': 2,
      'code.namespace': 'shop.cart',
      'code.function': 'add',
    };
    assert.deepEqual(siteOf(attributes), { ...PLAIN, file: '/ws/a.py', line: 7, column: 2, function: 'shop.cart.add' });
    assert.equal(siteOf({ ...attributes, 'code.namespace': '' })?.function, 'add');
  });

  test('where both are there the present one counts', () => {
    const site = siteOf({
      'code.filepath': '/ws/old.ts',
      'code.lineno': 1,
      'code.function': 'old',
      'code.file.path': '/ws/new.ts',
      'code.line.number': 2,
      'code.function.name': 'new',
    });
    assert.deepEqual(site, { ...PLAIN, file: '/ws/new.ts', line: 2, function: 'new' });
  });

  test('numbers come as text or doubles from some SDKs', () => {
    assert.equal(siteOf({ 'code.file.path': '/ws/a', 'code.line.number': '41' })?.line, 41);
    assert.equal(siteOf({ 'code.file.path': '/ws/a', 'code.line.number': { doubleValue: 41 } })?.line, 41);
  });

  test('no file or no line above 0 is no place', () => {
    assert.equal(siteOf({}), undefined);
    assert.equal(siteOf({ 'code.line.number': 4 }), undefined);
    assert.equal(siteOf({ 'code.file.path': '', 'code.line.number': 4 }), undefined);
    assert.equal(siteOf({ 'code.file.path': '/ws/a' }), undefined);
    for (const line of [0, -3, '', 'four', '1e999', { doubleValue: 1.5 }, { doubleValue: Number.NaN }, true])
      assert.equal(siteOf({ 'code.file.path': '/ws/a', 'code.line.number': line }), undefined, JSON.stringify(line));
  });

  test('what the hook writes apart counts where the program itself names no place', () => {
    const apart = {
      'spanline.code.file.path': '/ws/a.ts',
      'spanline.code.line.number': 7,
      'spanline.code.column.number': 2,
      'spanline.code.function.name': 'add',
      'spanline.code.origin': 'handler',
    };
    const expected = { ...PLAIN, file: '/ws/a.ts', line: 7, column: 2, function: 'add', origin: 'handler' };
    assert.deepEqual(siteOf(apart), expected);
    assert.deepEqual(siteOf({ ...apart, 'code.file.path': '/ws/b.ts' }), expected);
    assert.equal(siteOf({ ...apart, 'code.file.path': '/ws/b.ts', 'code.line.number': 1 })?.file, '/ws/b.ts');
  });

  test("the hook's marks: how the frame was found, and that maps are applied", () => {
    const place = { 'code.file.path': '/ws/a.ts', 'code.line.number': 1 };
    const marked = siteOf({ ...place, 'spanline.code.origin': 'first-user-frame', 'spanline.code.mapped': true });
    assert.deepEqual(marked, { ...PLAIN, file: '/ws/a.ts', line: 1, origin: 'first-user-frame', mapped: true });
    assert.equal(siteOf({ ...place, 'spanline.code.origin': 'handler' })?.origin, 'handler');
    const unknown = siteOf({ ...place, 'spanline.code.origin': 'guess', 'spanline.code.mapped': 'true' });
    assert.deepEqual(unknown, { ...PLAIN, file: '/ws/a.ts', line: 1 });
  });
});
