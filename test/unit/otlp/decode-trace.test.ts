// Requests of any shape, decoded as protobufjs decodes them; mangled ones, refused without a throw.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { SpanBatch } from '../../../src/model/span-batch.ts';
import { decodeTrace } from '../../../src/otlp/trace/decode-trace.ts';
import { ExportTraceServiceRequest } from '../../support/otlp-schema.ts';
import { START, spanId, TRACE, toJsonBytes, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const utf8 = new TextDecoder();

/** The batch as objects, read back from the columns. */
function spansOf(batch: SpanBatch) {
  const hex = (column: Uint32Array, at: number, words: number) =>
    [...column.subarray(at, at + words)].map((word) => word.toString(16).padStart(8, '0')).join('');
  const time = (high: number, low: number) => String((BigInt(high) << 32n) + BigInt(low));
  return Array.from({ length: batch.count }, (_, i) => ({
    traceId: hex(batch.traceId, i * 4, 4),
    spanId: hex(batch.spanId, i * 2, 2),
    parentSpanId: hex(batch.parentId, i * 2, 2),
    name:
      batch.escapedNames.get(i) ??
      utf8.decode(
        batch.bytes.subarray(batch.nameOffset[i] ?? 0, (batch.nameOffset[i] ?? 0) + (batch.nameLength[i] ?? 0)),
      ),
    start: time(batch.startHigh[i] ?? 0, batch.startLow[i] ?? 0),
    end: time(batch.endHigh[i] ?? 0, batch.endLow[i] ?? 0),
    kind: (batch.kindStatus[i] ?? 0) & 7,
    status: ((batch.kindStatus[i] ?? 0) >> 3) & 3,
    hasEvents: ((batch.kindStatus[i] ?? 0) & 32) !== 0,
  }));
}

/** The same from protobufjs. */
function referenceSpans(bytes: Uint8Array) {
  const hex = (text: unknown) => Buffer.from(String(text ?? ''), 'base64').toString('hex');
  const request = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(bytes), {
    longs: String,
    bytes: String,
    defaults: true,
    arrays: true,
  });
  // protobufjs answers with any.
  const spans: ReturnType<typeof spansOf> = [];
  for (const resource of request.resourceSpans)
    for (const scope of resource.scopeSpans)
      for (const span of scope.spans) {
        const valid = (id: string, length: number) => id.length === length && !/^0*$/.test(id);
        if (!valid(hex(span.traceId), 32) || !valid(hex(span.spanId), 16)) continue;
        spans.push({
          traceId: hex(span.traceId),
          spanId: hex(span.spanId),
          parentSpanId: hex(span.parentSpanId).length === 16 ? hex(span.parentSpanId) : '0'.repeat(16),
          name: span.name,
          start: span.startTimeUnixNano,
          end: span.endTimeUnixNano,
          kind: span.kind >= 0 && span.kind <= 5 ? span.kind : 0,
          status: span.status && span.status.code >= 0 && span.status.code <= 2 ? span.status.code : 0,
          hasEvents: span.events.length > 0,
        });
      }
  return spans;
}

const hexId = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString('hex'));
const nanos = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.record({ stringValue: fc.string({ unit: 'grapheme' }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }) }),
  ),
})).value;
const attributes = fc.array(fc.record({ key: fc.string({ unit: 'grapheme' }), value: anyValue }), { maxLength: 4 });
const span = fc.record(
  {
    traceId: fc.oneof(hexId(16), hexId(3), fc.constant('')),
    spanId: hexId(8),
    parentSpanId: fc.oneof(hexId(8), fc.constant('')),
    name: fc.string({ unit: 'grapheme', maxLength: 300 }),
    kind: fc.integer({ min: 0, max: 5 }),
    startTimeUnixNano: nanos,
    endTimeUnixNano: nanos,
    attributes,
    flags: fc.integer({ min: 0, max: 2 ** 31 }),
    traceState: fc.string(),
    droppedAttributesCount: fc.integer({ min: 0, max: 1000 }),
    events: fc.array(fc.record({ name: fc.string(), timeUnixNano: nanos, attributes }), { maxLength: 2 }),
    links: fc.array(fc.record({ traceId: hexId(16), spanId: hexId(8), attributes }), { maxLength: 2 }),
    status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: fc.string() }),
  },
  { requiredKeys: ['traceId', 'spanId'] },
);
const request = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeSpans: fc.array(
        fc.record({ scope: fc.record({ name: fc.string() }), spans: fc.array(span, { maxLength: 5 }) }),
        {
          maxLength: 3,
        },
      ),
      schemaUrl: fc.string(),
    }),
    { maxLength: 3 },
  ),
});

suite('decoding an ExportTraceServiceRequest', () => {
  test('protobuf gives what protobufjs gives, for any request', () => {
    const batch = new SpanBatch();
    fc.assert(
      fc.property(request, (message) => {
        const bytes = toProtobufBytes(message);
        const decoded = decodeTrace(bytes, 'protobuf', batch);
        assert.deepEqual(decoded, { ok: true, value: undefined });
        assert.deepEqual(spansOf(batch), referenceSpans(bytes));
      }),
      { numRuns: 300 },
    );
  });

  test('JSON gives what protobuf gives, for any request', () => {
    const batch = new SpanBatch();
    fc.assert(
      fc.property(request, (message) => {
        assert.ok(decodeTrace(toJsonBytes(message), 'json', batch).ok);
        assert.deepEqual(spansOf(batch), referenceSpans(toProtobufBytes(message)));
      }),
      { numRuns: 300 },
    );
  });

  test('a cut or mangled protobuf body is an error or is read as protobufjs reads it, and never throws', () => {
    const batch = new SpanBatch();
    fc.assert(
      fc.property(request, fc.nat(), fc.nat(), fc.boolean(), (message, where, what, cut) => {
        const whole = toProtobufBytes(message);
        const bytes = cut ? whole.slice(0, where % (whole.length + 1)) : Uint8Array.from(whole);
        if (!cut && bytes.length > 0) bytes[where % bytes.length] = what % 256;
        const decoded = decodeTrace(bytes, 'protobuf', batch);
        if (!decoded.ok) assert.equal(batch.count, 0);
      }),
      { numRuns: 500 },
    );
  });

  test('a cut or mangled JSON body never throws, and what is accepted parses', () => {
    const batch = new SpanBatch();
    fc.assert(
      fc.property(request, fc.nat(), fc.nat(), (message, where, what) => {
        const bytes = Uint8Array.from(toJsonBytes(message));
        bytes[where % bytes.length] = what % 256;
        if (!decodeTrace(bytes, 'json', batch).ok) assert.equal(batch.count, 0);
        assert.equal(decodeTrace(bytes.subarray(0, where % bytes.length), 'json', batch).ok, false);
      }),
      { numRuns: 500 },
    );
  });

  test('a span without valid ids is left out and counted, the others stay', () => {
    const spans = [{ id: spanId(1) }, { id: '0000000000000000' }, { id: spanId(3), trace: 'ab' }, { id: spanId(4) }];
    for (const [encoding, encode] of [
      ['json', toJsonBytes],
      ['protobuf', toProtobufBytes],
    ] as const) {
      const batch = new SpanBatch();
      assert.ok(decodeTrace(encode(traceRequest('shop', spans)), encoding, batch).ok);
      assert.deepEqual(
        spansOf(batch).map(({ spanId: id }) => id),
        [spanId(1), spanId(4)],
      );
      assert.equal(batch.rejected, 2);
    }
  });

  test('64-bit times stay exact', () => {
    const batch = new SpanBatch();
    for (const [encoding, encode] of [
      ['json', toJsonBytes],
      ['protobuf', toProtobufBytes],
    ] as const) {
      decodeTrace(encode(traceRequest('shop', [{ id: spanId(1), start: 123_456_789, duration: 1 }])), encoding, batch);
      const [decoded] = spansOf(batch);
      assert.equal(decoded?.start, String(START + 123_456_789n));
      assert.equal(decoded?.end, String(START + 123_456_790n));
    }
  });

  test('JSON in snake case, with times as numbers and enums by name, is read', () => {
    const batch = new SpanBatch();
    const body = {
      resource_spans: [
        {
          scope_spans: [
            {
              spans: [
                {
                  trace_id: TRACE.toUpperCase(),
                  span_id: spanId(1),
                  parent_span_id: spanId(2),
                  name: 'a "quoted" \u{1F600} name',
                  kind: 'SPAN_KIND_SERVER',
                  start_time_unix_nano: 1000,
                  end_time_unix_nano: 2000,
                  status: { code: 'STATUS_CODE_ERROR' },
                },
              ],
            },
          ],
        },
      ],
    };
    assert.ok(decodeTrace(toJsonBytes(body), 'json', batch).ok);
    assert.deepEqual(spansOf(batch), [
      {
        traceId: TRACE,
        spanId: spanId(1),
        parentSpanId: spanId(2),
        name: 'a "quoted" \u{1F600} name',
        start: '1000',
        end: '2000',
        kind: 2,
        status: 2,
        hasEvents: false,
      },
    ]);
  });

  test('nesting that would overflow a recursive reader is read past', () => {
    const batch = new SpanBatch();
    const deep = `{"resourceSpans":[{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"scopeSpans":[]}]}`;
    assert.ok(decodeTrace(new TextEncoder().encode(deep), 'json', batch).ok);
  });

  test('an error says where', () => {
    const batch = new SpanBatch();
    const decoded = decodeTrace(new TextEncoder().encode('{"resourceSpans":[}'), 'json', batch);
    assert.deepEqual(decoded, { ok: false, error: 'unexpected "}" at byte 18' });
  });
});
