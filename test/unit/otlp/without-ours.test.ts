// What is passed on: the request less our attributes. Held against protobufjs and JSON.parse, which know nothing of our cuts.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { withoutOurs } from '../../../src/otlp/trace/without-ours.ts';
import { spanId, TRACE, toJsonBytes, toProtobufBytes } from '../../support/trace-request.ts';

const key = fc.oneof(
  fc.constantFrom('spanline.session', 'spanline.code.file.path', 'spanline.', 'spanline', 'code.file.path', ''),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const { value } = fc.letrec<{ value: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.record({ stringValue: fc.string({ unit: 'grapheme', maxLength: 20 }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.integer().map(String) }),
    fc.record({ doubleValue: fc.integer() }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }) }),
    // Of names within values none is ours.
    fc.record({
      kvlistValue: fc.record({ values: fc.array(fc.record({ key, value: tie('value') }), { maxLength: 3 }) }),
    }),
  ),
}));
const attributes = fc.array(fc.record({ key, value }), { maxLength: 5 });
const span = fc.record(
  {
    traceId: fc.constant(TRACE),
    spanId: fc.integer({ min: 1, max: 1000 }).map(spanId),
    name: fc.string({ maxLength: 200 }),
    startTimeUnixNano: fc.constant('1767225600000000000'),
    attributes,
    events: fc.array(fc.record({ name: fc.string(), attributes }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: fc.constant(TRACE), attributes }), { maxLength: 2 }),
    status: fc.record({ code: fc.constantFrom(1, 2), message: fc.string({ minLength: 1 }) }),
  },
  { requiredKeys: ['traceId', 'spanId'] },
);
const scopeSpans = fc.record(
  {
    scope: fc.record({ name: fc.string(), attributes }),
    spans: fc.array(span, { maxLength: 4 }),
    schemaUrl: fc.webUrl(),
  },
  { requiredKeys: [] },
);
const request = fc.record({
  resourceSpans: fc.array(
    fc.record(
      {
        resource: fc.record({ attributes }),
        scopeSpans: fc.array(scopeSpans, { maxLength: 3 }),
        schemaUrl: fc.webUrl(),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  ),
});

type Named = readonly { readonly key: string }[] | undefined;
interface Traced {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: Named };
    readonly scopeSpans?: readonly { readonly spans?: readonly { readonly attributes?: Named }[] }[];
  }[];
}

const others = <Holder extends { readonly attributes?: Named }>(holder: Holder): Holder =>
  holder.attributes === undefined
    ? holder
    : { ...holder, attributes: holder.attributes.filter((attribute) => !attribute.key.startsWith('spanline.')) };

/** The same by objects. */
function expected({ resourceSpans = [] }: Traced) {
  return {
    resourceSpans: resourceSpans.map(({ resource, scopeSpans: scopes, ...rest }) => ({
      ...rest,
      ...(resource && { resource: others(resource) }),
      ...(scopes && {
        scopeSpans: scopes.map(({ spans, ...scope }) => ({ ...scope, ...(spans && { spans: spans.map(others) }) })),
      }),
    })),
  };
}

const countSpans = ({ resourceSpans = [] }: Traced) =>
  resourceSpans.flatMap(({ scopeSpans: scopes = [] }) => scopes.flatMap(({ spans = [] }) => spans)).length;

function cut(bytes: Uint8Array, encoding: 'json' | 'protobuf') {
  const result = withoutOurs(bytes, encoding);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

suite('a request without what is ours', () => {
  test('in protobuf is the request that has only the other attributes, byte by byte', () => {
    fc.assert(
      fc.property(request, (sent) => {
        const { bytes, spans } = cut(toProtobufBytes(sent), 'protobuf');
        assert.deepEqual(Buffer.from(bytes), Buffer.from(toProtobufBytes(expected(sent))));
        assert.equal(spans, countSpans(sent));
      }),
      { numRuns: 300 },
    );
  });

  test('in JSON is the same text without them', () => {
    fc.assert(
      fc.property(request, fc.constantFrom(undefined, 1, '\t'), (sent, indent) => {
        const bytes = new TextEncoder().encode(JSON.stringify(sent, undefined, indent));
        const left = cut(bytes, 'json');
        assert.deepEqual(JSON.parse(new TextDecoder().decode(left.bytes)), JSON.parse(JSON.stringify(expected(sent))));
        assert.equal(left.spans, countSpans(sent));
      }),
      { numRuns: 300 },
    );
  });

  test('where there is nothing of ours is the very same bytes, and a copy', () => {
    const attribute = { key: 'code.file.path', value: { stringValue: '/ws/a.js' } };
    const sent = {
      resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: TRACE, spanId: spanId(1), attributes: [attribute] }] }] }],
    };
    for (const [bytes, encoding] of [
      [toProtobufBytes(sent), 'protobuf'],
      [new TextEncoder().encode(`  ${JSON.stringify(sent, undefined, 3)}\n`), 'json'],
    ] as const) {
      const before = Uint8Array.from(bytes);
      const left = cut(bytes, encoding).bytes;
      assert.deepEqual(Buffer.from(left), Buffer.from(before));
      bytes.fill(0);
      assert.deepEqual(Buffer.from(left), Buffer.from(before));
    }
  });

  test('keeps what is not known here: fields of tomorrow at every level, in their places', () => {
    const field = (number: number, bytes: Uint8Array) => {
      const { length } = bytes;
      const size = length < 128 ? [length] : [(length & 127) | 128, length >> 7];
      return Buffer.concat([Buffer.from([number * 8 + 2, ...size]), bytes]);
    };
    const text = (number: number, value: string) => field(number, Buffer.from(value));
    const tomorrow = Buffer.concat([
      Buffer.from([0xf8, 0x07, 5]),
      text(14, 'new'),
      Buffer.from([0xfd, 0x07, 1, 2, 3, 4]),
    ]);
    const ours = text(1, 'spanline.code.origin');
    const withOurs = (kept: Uint8Array, number: number, isOurs: boolean) =>
      Buffer.concat([kept, ...(isOurs ? [field(number, Buffer.concat([ours, tomorrow]))] : []), tomorrow]);
    const build = (isOurs: boolean) => {
      const resource = field(1, withOurs(tomorrow, 1, isOurs));
      const scope = field(2, Buffer.concat([tomorrow, field(2, withOurs(tomorrow, 9, isOurs))]));
      return Buffer.concat([tomorrow, field(1, Buffer.concat([resource, tomorrow, scope])), tomorrow]);
    };
    assert.deepEqual(Buffer.from(cut(build(true), 'protobuf').bytes), build(false));
  });

  test('in JSON knows a name that is written with escapes, and the names of fields in both spellings', () => {
    const sent = `{"resource_spans":[{"resource":{"attributes":[{"value":{"stringValue":"s"},"key":"span\\u006cine.session"},{"key":"a"}]},"scope_spans":[{"spans":[{"attributes":[ {"key":"spanline.x"} ]}]}]}]}`;
    assert.equal(
      new TextDecoder().decode(cut(new TextEncoder().encode(sent), 'json').bytes),
      '{"resource_spans":[{"resource":{"attributes":[{"key":"a"}]},"scope_spans":[{"spans":[{"attributes":[]}]}]}]}',
    );
  });

  test('knows scopes by the names that they had before, in both encodings', () => {
    const ours = [{ key: 'spanline.code.file.path', value: { stringValue: '/ws/a.ts' } }];
    const spans = [{ traceId: TRACE, spanId: spanId(1), attributes: ours }];
    for (const list of ['instrumentationLibrarySpans', 'instrumentation_library_spans']) {
      const cut = withoutOurs(toJsonBytes({ resourceSpans: [{ [list]: [{ spans }] }] }), 'json');
      assert.ok(cut.ok && !Buffer.from(cut.value.bytes).includes('spanline.'));
      assert.equal(cut.value.spans, 1);
    }
    const scopes = toProtobufBytes({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    // The same in field 1000: its tag takes a byte more, as does the length around it.
    const old = Buffer.concat([Buffer.from([scopes[0] ?? 0, (scopes[1] ?? 0) + 1, 0xc2, 0x3e]), scopes.subarray(3)]);
    const cut = withoutOurs(old, 'protobuf');
    assert.ok(cut.ok && !Buffer.from(cut.value.bytes).includes('spanline.'));
    assert.equal(cut.value.spans, 1);
  });

  test('of malformed bytes is an error, never a throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('json' as const, 'protobuf' as const),
        (bytes, encoding) => {
          withoutOurs(bytes, encoding);
        },
      ),
    );
    assert.equal(
      withoutOurs(toProtobufBytes(expected({ resourceSpans: [{ resource: {} }] })).subarray(0, 1), 'protobuf').ok,
      false,
    );
    assert.equal(withoutOurs(toJsonBytes({ resourceSpans: [] }).subarray(0, 10), 'json').ok, false);
  });
});
