// What a details view shows of a span, read back from either encoding and held against protobufjs.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readResource, readScope, readServiceName, readSpan } from '../../../src/otlp/trace/span-reader.ts';
import {
  anyResource,
  anyScope,
  anySpan,
  referenceResource,
  referenceScope,
  referenceSpan,
} from '../../support/any-span.ts';
import { InstrumentationScope, Resource, Span } from '../../support/otlp-schema.ts';
import { spanId, toJsonBytes, toProtobufBytes, traceId } from '../../support/trace-request.ts';

const RUNS = { numRuns: 200 };

suite('reading a span out of its bytes', () => {
  test('protobuf gives what protobufjs gives: all kinds of attributes, events, links, counts', () => {
    fc.assert(
      fc.property(anySpan, (span) => {
        const bytes = toProtobufBytes(span, Span);
        assert.deepEqual(readSpan(bytes, 'protobuf'), referenceSpan(bytes));
      }),
      RUNS,
    );
  });

  test('JSON gives what protobuf gives', () => {
    fc.assert(
      fc.property(anySpan, (span) => {
        assert.deepEqual(readSpan(toJsonBytes(span), 'json'), referenceSpan(toProtobufBytes(span, Span)));
      }),
      RUNS,
    );
  });

  test('JSON in snake case is read as well', () => {
    const span = {
      start_time_unix_nano: '1000',
      attributes: [
        { key: 'a', value: { int_value: 5 } },
        { key: 'b', value: { array_value: { values: [{ string_value: 'x' }, { bool_value: true }] } } },
        { key: 'c', value: { kvlist_value: { values: [{ key: 'd', value: { double_value: 0.5 } }] } } },
      ],
      trace_state: 'a=b',
      dropped_attributes_count: 3,
      events: [{ time_unix_nano: '900', name: 'early', dropped_attributes_count: '2' }],
      links: [{ trace_id: traceId(1), span_id: spanId(2).toUpperCase(), trace_state: 'c=d', flags: 257 }],
    };
    assert.deepEqual(readSpan(toJsonBytes(span), 'json'), {
      traceState: 'a=b',
      flags: 0,
      statusMessage: '',
      attributes: [
        { key: 'a', value: { kind: 'int', value: '5' } },
        {
          key: 'b',
          value: {
            kind: 'array',
            values: [
              { kind: 'string', value: 'x' },
              { kind: 'bool', value: true },
            ],
          },
        },
        { key: 'c', value: { kind: 'map', entries: [{ key: 'd', value: { kind: 'double', value: 0.5 } }] } },
      ],
      events: [{ name: 'early', offset: -100, attributes: [], droppedAttributes: 2 }],
      links: [
        {
          ...{ traceId: traceId(1), spanId: spanId(2), traceState: 'c=d', flags: 257 },
          ...{ attributes: [], droppedAttributes: 0 },
        },
      ],
      dropped: { attributes: 3, events: 0, links: 0 },
    });
  });

  test('resources and scopes too, in both encodings', () => {
    fc.assert(
      fc.property(anyResource, anyScope, (resource, scope) => {
        const resourceBytes = toProtobufBytes(resource, Resource);
        const scopeBytes = toProtobufBytes(scope, InstrumentationScope);
        assert.deepEqual(readResource(resourceBytes, 'protobuf'), referenceResource(resourceBytes));
        assert.deepEqual(readResource(toJsonBytes(resource), 'json'), referenceResource(resourceBytes));
        assert.deepEqual(readScope(scopeBytes, 'protobuf'), referenceScope(scopeBytes));
        assert.deepEqual(readScope(toJsonBytes(scope), 'json'), referenceScope(scopeBytes));
      }),
      RUNS,
    );
  });

  test('the service is the last service.name, and unknown_service without a usable one', () => {
    const named = (...names: object[]) => ({ attributes: names.map((value) => ({ key: 'service.name', value })) });
    for (const [expected, resource] of [
      ['shop', named({ stringValue: 'shop' })],
      ['cart', named({ stringValue: 'shop' }, { stringValue: 'cart' })],
      ['unknown_service', named({ stringValue: '' })],
      ['unknown_service', named({ intValue: '5' })],
      ['unknown_service', {}],
    ] as const) {
      assert.equal(readServiceName(toJsonBytes(resource), 'json'), expected);
      assert.equal(readServiceName(toProtobufBytes(resource, Resource), 'protobuf'), expected);
    }
    assert.equal(readServiceName(new Uint8Array(0), 'json'), 'unknown_service');
  });

  test('cut or mangled bytes never throw', () => {
    fc.assert(
      fc.property(anySpan, fc.nat(), fc.nat({ max: 255 }), (span, where, what) => {
        for (const [encoding, whole] of [
          ['protobuf', toProtobufBytes(span, Span)],
          ['json', toJsonBytes(span)],
        ] as const) {
          const bytes = Uint8Array.from(whole);
          bytes[where % bytes.length] = what;
          readSpan(bytes, encoding);
          readSpan(bytes.subarray(0, where % bytes.length), encoding);
          readResource(bytes, encoding);
          readScope(bytes, encoding);
        }
      }),
      RUNS,
    );
  });

  test('nesting that would overflow a recursive reader costs the nested value, not the other attributes', () => {
    const plain = { key: 'plain', value: { kind: 'string', value: 'here' } };
    for (const encoding of ['protobuf', 'json'] as const) {
      const { attributes } = readSpan(encoding === 'json' ? deepJson(50_000) : deepProtobuf(10_000), encoding);
      assert.deepEqual(attributes.at(-1), plain, encoding);
      assert.equal(attributes[0]?.key, 'deep', encoding);
      assert.ok(JSON.stringify(attributes).length < 10_000, encoding);
    }
  });
});

function deepJson(levels: number): Uint8Array {
  const value = `${'{"arrayValue":{"values":['.repeat(levels)}{"intValue":"1"}${']}}'.repeat(levels)}`;
  const attributes = `[{"key":"deep","value":${value}},{"key":"plain","value":{"stringValue":"here"}}]`;
  return new TextEncoder().encode(`{"attributes":${attributes}}`);
}

/** Written by hand, from the innermost value outwards and backwards: protobufjs would overflow its own stack. */
function deepProtobuf(levels: number): Uint8Array {
  const backwards = [1, 24];
  const wrap = (tag: number) => void backwards.push(...lengthOf(backwards.length).reverse(), tag);
  for (let level = 0; level < levels; level++) {
    wrap(10);
    wrap(42);
  }
  const value = backwards.reverse();
  const field = (tag: number, content: readonly number[]) => [tag, ...lengthOf(content.length), ...content];
  const key = (name: string) => field(10, [...new TextEncoder().encode(name)]);
  const deep = field(74, [...key('deep'), ...field(18, value)]);
  const plain = field(74, [...key('plain'), ...field(18, field(10, [...new TextEncoder().encode('here')]))]);
  return Uint8Array.from([...deep, ...plain]);
}

function lengthOf(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) | 128, ...lengthOf(Math.floor(length / 128))];
}
