/** A span as a line: what readers of OTLP/JSON get back, whatever the program put into it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { beginLine, lineBytes, lineLength } from '../../../src/hooks/node/line-bytes.ts';
import { putNanos } from '../../../src/hooks/node/otlp-text.ts';
import { resourceAttributes } from '../../../src/hooks/node/resource-attributes.ts';
import { openingsOf, putOriginLine, putSpanLine, putStartLine } from '../../../src/hooks/node/span-line.ts';
import { parseSpoolLine } from '../../../src/otlp/spool/spool-line.ts';
import { readSpanJson } from '../../../src/otlp/trace/span-json.ts';

const CONTEXT = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), traceFlags: 1 };
const IDS = [CONTEXT.traceId, CONTEXT.spanId];

/** What was put. */
function line(): string {
  return lineBytes().toString('utf8', 0, lineLength());
}

function spanLine(origin: number, context: Record<string, unknown>, span: Record<string, unknown>): string {
  putSpanLine(openingsOf(origin), context, span);
  return line();
}

function startLine(origin: number, context: Record<string, unknown>, span: Record<string, unknown>): string {
  putStartLine(openingsOf(origin), context, span);
  return line();
}

function originLine(origin: number, resource: unknown, scope: unknown): string {
  putOriginLine(origin, resource, scope);
  return line();
}

function contentOf(span: Record<string, unknown>) {
  const line = spanLine(3, CONTEXT, span);
  assert.ok(line.endsWith('\n') && line.indexOf('\n') === line.length - 1);
  assert.ok(lineLength() < 1 << 20, `${lineLength()}`);
  const parsed = parseSpoolLine(line.trimEnd());
  assert.ok(parsed?.kind === 'span');
  assert.deepEqual([parsed.origin, parsed.traceId, parsed.spanId], [3, CONTEXT.traceId, CONTEXT.spanId]);
  return readSpanJson(new TextEncoder().encode(parsed.text));
}

function valuesOf(attributes: Record<string, unknown>) {
  return contentOf({ attributes }).attributes.map(({ value }) => value);
}

describe('the line of a span', () => {
  it('has attributes of each kind', () => {
    const bytes = new Uint8Array([1, 2]);
    const given = { a: 'x"\n\u2028', b: true, c: 5, d: 0.5, e: Number.NaN, f: -7, g: 1e300, h: 2n ** 60n, i: bytes };
    assert.deepEqual(valuesOf(given), [
      { kind: 'string', value: 'x"\n\u2028' },
      { kind: 'bool', value: true },
      { kind: 'int', value: '5' },
      { kind: 'double', value: 0.5 },
      { kind: 'double', value: 'NaN' },
      { kind: 'int', value: '-7' },
      { kind: 'double', value: 1e300 },
      { kind: 'int', value: String(2n ** 60n) },
      { kind: 'bytes', value: 'AQI=' },
    ]);
  });

  it('has lists and maps, and an end to rings', () => {
    const ring: unknown[] = [];
    ring.push(ring);
    const [list, map] = valuesOf({ a: ['x', 1], b: { k: null }, c: ring, d: () => {}, e: Symbol('s') });
    assert.deepEqual(list, {
      kind: 'array',
      values: [
        { kind: 'string', value: 'x' },
        { kind: 'int', value: '1' },
      ],
    });
    assert.deepEqual(map, { kind: 'map', entries: [{ key: 'k', value: { kind: 'empty' } }] });
  });

  it('has what SDKs count as dropped, and of SDK 1 the parent', () => {
    const line = spanLine(1, CONTEXT, { droppedAttributesCount: 2, droppedEventsCount: 3, parentSpanId: '12' });
    assert.match(line, /"parentSpanId":"12"/);
    assert.deepEqual(contentOf({ droppedAttributesCount: 2, droppedEventsCount: 3 }).dropped, {
      attributes: 2,
      events: 3,
      links: 0,
    });
  });

  it('is clipped where it would be too long, and says so', () => {
    const long = 'é'.repeat(100_000);
    for (const attributes of [
      { long },
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`key ${i}`, long])),
      Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key ${i} ${'x'.repeat(40)}`, i])),
      { a: Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => long)) },
    ]) {
      const content = contentOf({ name: long, attributes });
      assert.deepEqual(content.attributes.at(-1), {
        key: 'spanline.spool.clipped',
        value: { kind: 'bool', value: true },
      });
    }
  });

  it('is a line for whatever fields a span may have', () => {
    const field = fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true, withDate: true });
    const keys = [
      'name',
      'kind',
      'startTime',
      'endTime',
      'status',
      'events',
      'links',
      'attributes',
      'parentSpanContext',
    ];
    const list = fc.array(fc.record({ name: field, time: field, attributes: field, context: field }));
    const span = fc.dictionary(fc.constantFrom(...keys), fc.oneof(field, list));
    fc.assert(
      fc.property(span, (given) => {
        assert.ok(contentOf(given));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the line of a start', () => {
  it('says what is known by then, and of whom it is', () => {
    const span = {
      name: 'work',
      kind: 2,
      startTime: [5, 7],
      endTime: [0, 0],
      parentSpanId: '12',
      attributes: { 'code.line.number': 3, long: 'x'.repeat(5000) },
    };
    const line = startLine(3, CONTEXT, span);
    const parsed = parseSpoolLine(line.trimEnd());
    assert.ok(line.endsWith('\n') && parsed?.kind === 'start');
    assert.deepEqual([parsed.origin, parsed.traceId, parsed.spanId, parsed.spanKind], [3, ...IDS, 3]);
    const { attributes, ...said } = JSON.parse(parsed.text);
    assert.deepEqual(said, {
      traceId: CONTEXT.traceId,
      spanId: CONTEXT.spanId,
      parentSpanId: '12',
      name: 'work',
      kind: 3,
      startTimeUnixNano: '5000000007',
    });
    assert.deepEqual(attributes[0], { key: 'code.line.number', value: { intValue: '3' } });
    assert.ok(line.length < 2000, 'a start is short');
  });

  it('is a line for whatever a span may have', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('name', 'kind', 'startTime', 'attributes'), fc.anything()), (span) => {
        assert.equal(parseSpoolLine(startLine(3, CONTEXT, span).trimEnd())?.kind, 'start');
      }),
    );
  });
});

it('an origin has the resource and the scope', () => {
  const parsed = parseSpoolLine(originLine(2, { 'service.name': 'shop' }, { name: 'lib', version: '1' }).trimEnd());
  assert.ok(parsed?.kind === 'origin');
  assert.deepEqual([parsed.number, parsed.origin.service], [2, 'shop']);
  assert.ok(parseSpoolLine(originLine(2, undefined, undefined).trimEnd()));
});

it('times are digits, whatever pair was given', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [[1_767_225_600, 5], '1767225600000000005'],
    [[1_767_225_600, 999_999_999], '1767225600999999999'],
    [[9_999_999_999, 7], '9999999999000000007'],
    [[1, 1_500_000_000], '2500000000'],
    [[0, 7], '7'],
    [[-1, 0], '0'],
    [[Number.NaN, 0], '0'],
    ['now', '0'],
    [undefined, '0'],
  ];
  for (const [time, text] of cases) {
    beginLine();
    putNanos(time);
    assert.equal(line(), text);
  }
});

describe('a resource whose attributes are not all there', () => {
  const complaining = (others: object) => ({
    asyncAttributesPending: true,
    get attributes() {
      throw new Error('the SDK would print');
    },
    ...others,
  });

  it('is not asked for them', () => {
    const raw = [
      ['a', 1],
      ['b', Promise.resolve(2)],
      ['a', 3],
    ];
    assert.deepEqual(resourceAttributes(complaining({ getRawAttributes: () => raw })), { a: 1 });
    assert.deepEqual(resourceAttributes(complaining({ _syncAttributes: { a: 1 } })), { a: 1 });
    assert.equal(resourceAttributes(complaining({})), undefined);
  });

  it('is asked once they are', () => {
    assert.deepEqual(resourceAttributes({ asyncAttributesPending: false, attributes: { a: 1 } }), { a: 1 });
  });
});
