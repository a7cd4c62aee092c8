// Lines of a spool to a request: what they say is kept, what is none is passed over, and keys agree with OTLP's.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { SpanBatch } from '../../../src/model/span-batch.ts';
import { dropRows } from '../../../src/otlp/spool/drop-rows.ts';
import { SpanKeys } from '../../../src/otlp/spool/span-key.ts';
import { parseSpoolLine } from '../../../src/otlp/spool/spool-line.ts';
import { spoolRequestState, toSpoolRequest, withEnd } from '../../../src/otlp/spool/spool-request.ts';
import { decodeTrace } from '../../../src/otlp/trace/decode-trace.ts';
import { readScope, readServiceName, readSpan } from '../../../src/otlp/trace/span-reader.ts';
import { spanId, toJsonBytes, toProtobufBytes, traceId, traceRequest } from '../../support/trace-request.ts';

const ORIGIN =
  '{"origin":7,"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scope":{"name":"lib"}}';

function spanLine(fields: object = {}): string {
  const span = { traceId: traceId(1), spanId: spanId(2), name: 'work', kind: 3, startTimeUnixNano: '5', ...fields };
  return `{"origin":7,"span":${JSON.stringify(span)}}`;
}

function decoded(bytes: Uint8Array, encoding: 'json' | 'protobuf' = 'json'): SpanBatch {
  const batch = new SpanBatch();
  assert.deepEqual(decodeTrace(bytes, encoding, batch), { ok: true, value: undefined });
  return batch;
}

function originOf(line: string) {
  const parsed = parseSpoolLine(line);
  assert.ok(parsed?.kind === 'origin');
  return parsed.origin;
}

suite('a line', () => {
  test('is an origin or a span', () => {
    assert.equal(originOf(ORIGIN).service, 'shop');
    assert.equal(originOf(ORIGIN).isAlone, false);
    assert.equal(originOf(ORIGIN.replace(/}$/, ',"alone":true}')).isAlone, true);
    const span = parseSpoolLine(spanLine());
    assert.ok(span?.kind === 'span');
    assert.deepEqual([span.origin, span.traceId, span.spanId, span.spanKind], [7, traceId(1), spanId(2), 3]);
    assert.deepEqual(parseSpoolLine(spanLine().replace('"span":', '"start":')), { ...span, kind: 'start' });
  });

  test('of any other form is none', () => {
    const bad = [
      '',
      '{}',
      'null',
      '[]',
      '{"origin":7}',
      '{"origin":-1,"span":{}}',
      '{"origin":7,"span":5}',
      '{"origin":7,"span":[]}',
      '{"origin":7,"span":null}',
      '{"origin":7,"resource":1,"scope":{}}',
      '{"origin":12345678901,"span":{}}',
      spanLine({ traceId: '0'.repeat(32) }),
      spanLine({ traceId: 5 }),
      spanLine({ spanId: 'xyz' }),
      spanLine({ spanId: undefined }),
      spanLine().slice(0, -1),
      `${spanLine()}${spanLine()}`,
      `${'['.repeat(1e5)}`,
      `{"origin":7,"span":${'['.repeat(1e5)}}`,
    ];
    for (const line of bad) assert.equal(parseSpoolLine(line), undefined, line.slice(0, 80));
  });

  test('that is hostile does no harm: what is taken is a request that decodes', () => {
    const origin = originOf(ORIGIN);
    const mutation = fc.tuple(fc.nat(300), fc.string({ maxLength: 6 }), fc.nat(5));
    const mutated = fc.tuple(fc.json(), fc.array(mutation, { maxLength: 3 })).map(([json, mutations]) => {
      let line = spanLine({ attributes: [JSON.parse(json)], events: JSON.parse(json), status: JSON.parse(json) });
      for (const [at, text, cut] of mutations) line = line.slice(0, at) + text + line.slice(at + cut);
      return line;
    });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutated), (line) => {
        const parsed = parseSpoolLine(line);
        if (parsed?.kind !== 'span') return;
        const batch = decoded(toSpoolRequest([{ origin, text: parsed.text }]));
        assert.equal(batch.count + batch.rejected, 1);
        readSpan(batch.bytes.subarray(batch.offset[0], (batch.offset[0] ?? 0) + (batch.length[0] ?? 0)), 'json');
      }),
      { numRuns: 2000 },
    );
  });
});

suite('a request', () => {
  test('has the spans of each origin below their resource and scope', () => {
    const [one, two] = [originOf(ORIGIN), originOf(ORIGIN.replace('shop', 'bank').replace('lib', 'other'))];
    const text = (name: string) => JSON.stringify({ traceId: traceId(1), spanId: spanId(2), name });
    const bytes = toSpoolRequest([
      { origin: one, text: text('a') },
      { origin: two, text: text('b') },
      { origin: one, text: text('c') },
    ]);
    const batch = decoded(bytes);
    const part = (offset: number, length: number) => bytes.subarray(offset, offset + length);
    assert.deepEqual(
      batch.groups.map((group) => [
        readServiceName(part(group.resourceOffset, group.resourceLength), 'json'),
        readScope(part(group.scopeOffset, group.scopeLength), 'json').name,
      ]),
      [
        ['shop', 'lib'],
        ['bank', 'other'],
      ],
    );
    assert.deepEqual([...batch.group.subarray(0, batch.count)], [0, 0, 1]);
  });

  test('of spans that were cut off has an end, that is not before their start', () => {
    const text = JSON.stringify({ traceId: traceId(1), spanId: spanId(2), name: 'a', startTimeUnixNano: '500' });
    for (const [end, wanted] of [
      [700n, 700],
      [300n, 500],
    ] as const) {
      const batch = decoded(toSpoolRequest([{ origin: originOf(ORIGIN), text: withEnd(text, end) }], 'cut off'));
      assert.deepEqual([batch.count, batch.startLow[0], batch.endLow[0]], [1, 500, wanted]);
    }
  });

  test('is told from those of programs', () => {
    assert.equal(spoolRequestState(toSpoolRequest([], 'cut off')), 'cut off');
    assert.equal(spoolRequestState(toSpoolRequest([])), 'ended');
    assert.equal(spoolRequestState(toJsonBytes(traceRequest('shop', []))), undefined);
    assert.equal(spoolRequestState(toProtobufBytes(traceRequest('shop', []))), undefined);
    assert.equal(spoolRequestState(new Uint8Array(0)), undefined);
  });
});

const spanSpec = fc.record({
  id: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }).map((n) => n.toString(16).padStart(16, '0')),
  trace: fc.bigInt({ min: 1n, max: 2n ** 128n - 1n }).map((n) => n.toString(16).padStart(32, '0')),
  kind: fc.integer({ min: 0, max: 5 }),
  name: fc.string(),
  error: fc.boolean(),
});

test('the key of a span is the same from its line, from JSON and from protobuf; another service is another span', () => {
  fc.assert(
    fc.property(fc.array(spanSpec, { maxLength: 5 }), fc.string(), (spans, name) => {
      const service = name === '' ? 'shop' : name;
      const keys = new SpanKeys();
      const request = traceRequest(service, spans);
      const wanted = spans.map(({ trace, id, kind }) => keys.ofIds(trace, id, kind, service));
      assert.deepEqual(keys.ofBatch(decoded(toJsonBytes(request))), wanted);
      assert.deepEqual(keys.ofBatch(decoded(toProtobufBytes(request), 'protobuf')), wanted);
      const other = keys.ofBatch(decoded(toJsonBytes(traceRequest(`${service}!`, spans))));
      assert.ok(wanted.every((key, i) => key !== other[i]));
    }),
  );
});

test('a batch without some rows is as if they had never been in it', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(spanSpec, fc.boolean()), { maxLength: 40 }), (rows) => {
      const all = decoded(
        toJsonBytes(
          traceRequest(
            'shop',
            rows.map(([span]) => span),
          ),
        ),
      );
      const kept = rows.flatMap(([span, isDropped]) => (isDropped ? [] : [span]));
      const wanted = decoded(toJsonBytes(traceRequest('shop', kept)));
      const wantedRows = rows.flatMap(([, isDropped], row) => (isDropped ? [] : [row]));
      for (const row of rows.keys()) all.replaced.set(row, row);
      dropRows(all, (row) => rows[row]?.[1] === true);
      assert.deepEqual([...all.replaced], [...wantedRows.entries()]);
      assert.deepEqual(contentOf(all), contentOf(wanted));
    }),
  );
});

/** Ranges stand elsewhere in the bytes: what they hold is compared. */
function contentOf(batch: SpanBatch) {
  const text = (offset: number | undefined, length: number | undefined) =>
    Buffer.from(batch.bytes.subarray(offset ?? 0, (offset ?? 0) + (length ?? 0))).toString();
  return Array.from({ length: batch.count }, (_, row) => ({
    ids: [...batch.traceId.subarray(row * 4, row * 4 + 4), ...batch.spanId.subarray(row * 2, row * 2 + 2)],
    parent: [...batch.parentId.subarray(row * 2, row * 2 + 2)],
    times: [batch.startHigh[row], batch.startLow[row], batch.endHigh[row], batch.endLow[row]],
    name: batch.escapedNames.get(row) ?? text(batch.nameOffset[row], batch.nameLength[row]),
    span: text(batch.offset[row], batch.length[row]),
    group: batch.group[row],
    kindStatus: batch.kindStatus[row],
  }));
}
