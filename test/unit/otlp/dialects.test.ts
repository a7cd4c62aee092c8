// JSON and protobuf as senders of the wild write them: other names, other forms of the same values, things of long ago.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LogBatch } from '../../../src/model/log-batch.ts';
import { PointBatch } from '../../../src/model/point-batch.ts';
import { SpanBatch } from '../../../src/model/span-batch.ts';
import { decodeLogs } from '../../../src/otlp/logs/decode-logs.ts';
import { readLog } from '../../../src/otlp/logs/log-reader.ts';
import { decodeMetrics } from '../../../src/otlp/metrics/decode-metrics.ts';
import { readPoint } from '../../../src/otlp/metrics/point-reader.ts';
import { decodeTrace } from '../../../src/otlp/trace/decode-trace.ts';
import { readSpan } from '../../../src/otlp/trace/span-reader.ts';
import { spanId, TRACE, toJsonBytes, toProtobufBytes, traceRequest } from '../../support/trace-request.ts';

const utf8 = new TextEncoder();
const batch = new SpanBatch();

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

/** A span as text within a request. */
function decodeSpan(span: string, wrap = (text: string) => `{"resourceSpans":[{"scopeSpans":[{"spans":[${text}]}]}]}`) {
  const bytes = utf8.encode(wrap(span));
  const decoded = decodeTrace(bytes, 'json', batch);
  assert.ok(decoded.ok, decoded.ok ? '' : decoded.error);
  assert.equal(batch.count, 1, `${batch.rejected} were rejected`);
  const hex = (column: Uint32Array, words: number) =>
    [...column.subarray(0, words)].map((word) => word.toString(16).padStart(8, '0')).join('');
  const time = (high: Uint32Array, low: Uint32Array) => (BigInt(high[0] ?? 0) << 32n) | BigInt(low[0] ?? 0);
  return {
    trace: hex(batch.traceId, 4),
    span: hex(batch.spanId, 2),
    parent: hex(batch.parentId, 2),
    kind: (batch.kindStatus[0] ?? 0) & 7,
    status: ((batch.kindStatus[0] ?? 0) >> 3) & 3,
    start: time(batch.startHigh, batch.startLow),
    end: time(batch.endHigh, batch.endLow),
    ...readSpan(bytes.subarray(batch.offset[0], (batch.offset[0] ?? 0) + (batch.length[0] ?? 0)), 'json'),
  };
}

const IDS = `"traceId":"${TRACE}","spanId":"${spanId(1)}"`;

suite('a span in JSON', () => {
  test('has its ids in hex of either case, or in base64 as protobuf writes bytes', () => {
    for (const ids of [
      IDS,
      IDS.replace(TRACE, TRACE.toUpperCase()),
      `"trace_id":"${base64(TRACE)}","span_id":"${base64(spanId(1))}","parentSpanId":"${base64(spanId(2))}"`,
      `"traceId":"${base64(TRACE).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}","spanId":"${spanId(1)}"`,
      `"traceId":"\\u0030${TRACE.slice(1)}","spanId":"${spanId(1)}"`,
    ]) {
      const { trace, span, parent } = decodeSpan(`{${ids}}`);
      assert.deepEqual([trace, span], [TRACE, spanId(1)], ids);
      assert.equal(parent, ids.includes('parent') ? spanId(2) : '0'.repeat(16));
    }
    const linked = decodeSpan(`{${IDS},"links":[{"traceId":"${base64(TRACE)}","spanId":"${base64(spanId(3))}"}]}`);
    assert.deepEqual(
      linked.links.map((link) => [link.traceId, link.spanId]),
      [[TRACE, spanId(3)]],
    );
  });

  test('has times as text, as numbers, and as doubles are written', () => {
    for (const [written, nanos] of [
      ['"1767225600000000001"', 1767225600000000001n],
      ['1767225600000000001', 1767225600000000001n],
      ['1.7672256e18', 1767225600000000000n],
      ['"1.7672256E+18"', 1767225600000000000n],
      ['1767225600000000000.0', 1767225600000000000n],
      ['18446744073709551615', 2n ** 64n - 1n],
      ['99999999999999999999', 0n],
      ['-5', 0n],
      ['null', 0n],
      ['""', 0n],
    ] as const) {
      const { start, end } = decodeSpan(`{${IDS},"startTimeUnixNano":${written},"end_time_unix_nano":${written}}`);
      assert.deepEqual([start, end], [nanos, nanos], written);
    }
  });

  test('has enums as numbers, in quotes, and by their names', () => {
    for (const [kind, status] of [
      ['3', '2'],
      ['"3"', '"2"'],
      ['"SPAN_KIND_CLIENT"', '"STATUS_CODE_ERROR"'],
    ]) {
      const span = decodeSpan(`{${IDS},"kind":${kind},"status":{"code":${status}}}`);
      assert.deepEqual([span.kind, span.status], [3, 2]);
    }
    for (const [kind, status] of [
      ['99', '99'],
      ['"SPAN_KIND_X"', '"x"'],
      ['null', 'null'],
      ['{}', '[]'],
      ['-1', '1e9'],
    ]) {
      const span = decodeSpan(`{${IDS},"kind":${kind},"status":{"code":${status}}}`);
      assert.deepEqual([span.kind, span.status], [0, 0]);
    }
  });

  test('may say null of all that it does not say', () => {
    const names = [
      'parentSpanId',
      'name',
      'kind',
      'status',
      'attributes',
      'events',
      'links',
      'traceState',
      'flags',
      'droppedLinksCount',
    ];
    const span = decodeSpan(`{${IDS},${names.map((name) => `"${name}":null`).join()}}`);
    assert.deepEqual([span.attributes, span.events, span.links, span.traceState], [[], [], [], '']);
    const list = '"attributes":[null,{"key":"a","value":null},{"key":null,"value":{"stringValue":null}}]';
    assert.deepEqual(
      decodeSpan(`{${IDS},${list}}`).attributes.map(({ value }) => value.kind),
      ['empty', 'empty', 'empty'],
    );
  });

  test('has integers beyond 2^53 in full, as text and as numbers', () => {
    for (const written of ['9223372036854775807', '"9223372036854775807"', '-9007199254740993', '1e3'])
      assert.deepEqual(decodeSpan(`{${IDS},"attributes":[{"key":"n","value":{"intValue":${written}}}]}`).attributes, [
        { key: 'n', value: { kind: 'int', value: written === '1e3' ? '1000' : written.replaceAll('"', '') } },
      ]);
  });

  test('may have its keys escaped, a mark of byte order before it, and what nobody knows in it', () => {
    const escaped = decodeSpan(
      `{"trac\\u0065Id":"${TRACE}","sp\\u0061nId":"${spanId(1)}","\\u006eame":"x"}`,
      (text) =>
        `\ufeff {"futur\\u0065":[{"deep":[[]]}],"\\u0072esourceSpans":[{"resource":null,"scopeSpans":[{"scope":null,"spans":[${text}]}]}]} `,
    );
    assert.equal(escaped.trace, TRACE);
    assert.equal(batch.nameLength[0], 1);
  });

  test('may come under the names that scopes had before', () => {
    for (const [list, scope] of [
      ['instrumentationLibrarySpans', 'instrumentationLibrary'],
      ['instrumentation_library_spans', 'instrumentation_library'],
    ]) {
      decodeSpan(
        `{${IDS}}`,
        (text) =>
          `{"resource_spans":[{"${list}":[{"${scope}":{"name":"old"},"spans":[${text}],"schemaUrl":"s"}],"schema_url":"r"}]}`,
      );
      const group = batch.groups[0];
      assert.ok(group && group.scopeLength > 0);
      assert.deepEqual([group.resourceSchemaUrl, group.scopeSchemaUrl], ['r', 's']);
    }
  });

  test('that failed in the older way of saying so has failed', () => {
    assert.equal(decodeSpan(`{${IDS},"status":{"deprecatedCode":2,"message":"x"}}`).status, 2);
    assert.equal(decodeSpan(`{${IDS},"status":{"deprecatedCode":2,"code":1}}`).status, 1);
  });

  test('without valid ids is rejected and counted', () => {
    const request = (ids: string) => utf8.encode(`{"resourceSpans":[{"scopeSpans":[{"spans":[{${ids}}]}]}]}`);
    for (const ids of [
      '',
      `"traceId":"${TRACE}"`,
      IDS.replace(TRACE, '0'.repeat(32)),
      IDS.replace(TRACE, 'xyz'),
      IDS.replace(TRACE, `${TRACE}00`),
      `"traceId":1,"spanId":{}`,
    ]) {
      assert.ok(decodeTrace(request(ids), 'json', batch).ok);
      assert.deepEqual([batch.count, batch.rejected], [0, 1], ids);
    }
  });
});

suite('a request in protobuf', () => {
  const body = toProtobufBytes(traceRequest('shop', [{ id: spanId(1) }]));
  const varint = (value: number) => {
    const out: number[] = [];
    for (let rest = value; ; rest >>>= 7) {
      if (rest < 128) return [...out, rest];
      out.push((rest & 127) | 128);
    }
  };
  const field = (number: number, inside: Uint8Array) =>
    Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(inside.length)]), inside]);

  test('of releases that called scopes libraries is read', () => {
    const span = Buffer.concat([field(1, Buffer.from(TRACE, 'hex')), field(2, Buffer.from(spanId(1), 'hex'))]);
    const old = field(1, field(1000, Buffer.concat([field(1, field(1, Buffer.from('old'))), field(2, span)])));
    assert.ok(decodeTrace(old, 'protobuf', batch).ok);
    assert.deepEqual([batch.count, batch.groups[0]?.scopeLength], [1, 5]);
  });

  test('with fields of the future, of all kinds, is read past them', () => {
    const unknown = [
      Buffer.from([0x80, 0x7d, 0x05]),
      Buffer.from([0x81, 0x7d, 1, 2, 3, 4, 5, 6, 7, 8]),
      field(2000, Buffer.from('text')),
      Buffer.from([0x85, 0x7d, 1, 2, 3, 4]),
      // A group, with a group in it.
      Buffer.from([0x83, 0x7d, 0x08, 0x01, 0x13, 0x1a, 0x01, 0x41, 0x14, 0x84, 0x7d]),
    ];
    const span = Buffer.concat([
      ...unknown,
      field(1, Buffer.from(TRACE, 'hex')),
      ...unknown,
      field(2, Buffer.from(spanId(1), 'hex')),
      ...unknown,
    ]);
    const request = Buffer.concat([
      ...unknown,
      field(1, Buffer.concat([...unknown, field(2, Buffer.concat([...unknown, field(2, span)]))])),
      body,
    ]);
    const decoded = decodeTrace(request, 'protobuf', batch);
    assert.ok(decoded.ok, decoded.ok ? '' : decoded.error);
    assert.equal(batch.count, 2);
    assert.ok(
      !decodeTrace(Buffer.concat([body, Buffer.from([0x83, 0x7d, 0x08])]), 'protobuf', batch).ok,
      'a group without an end',
    );
  });

  test('with numbers in more bytes than they take, and ids given twice, is read as protobuf has it', () => {
    const ids = [field(1, Buffer.from(TRACE, 'hex')), field(2, Buffer.from(spanId(1), 'hex'))];
    const parents = [field(4, Buffer.from(spanId(7), 'hex')), field(4, Buffer.from('00ff', 'hex'))];
    const kind = Buffer.from([48, 0x83, 0x80, 0x00]);
    const status = field(15, Buffer.from([24, 0x82, 0x00]));
    assert.ok(
      decodeTrace(field(1, field(2, field(2, Buffer.concat([...ids, ...parents, kind, status])))), 'protobuf', batch)
        .ok,
    );
    assert.deepEqual([(batch.kindStatus[0] ?? 0) & 7, ((batch.kindStatus[0] ?? 0) >> 3) & 3], [3, 2]);
    assert.deepEqual([...batch.parentId.subarray(0, 2)], [0, 0]);
  });

  test('whose status says in the older field that it failed has failed', () => {
    const status = (...bytes: number[]) => field(15, Buffer.from(bytes));
    const ids = [field(1, Buffer.from(TRACE, 'hex')), field(2, Buffer.from(spanId(1), 'hex'))];
    for (const [bytes, expected] of [
      [[8, 2], 2],
      [[8, 2, 24, 1], 1],
      [[8, 0], 0],
    ] as const) {
      decodeTrace(field(1, field(2, field(2, Buffer.concat([...ids, status(...bytes)])))), 'protobuf', batch);
      assert.equal(((batch.kindStatus[0] ?? 0) >> 3) & 3, expected);
    }
  });
});

suite('logs and metrics in JSON', () => {
  const logs = new LogBatch();
  const points = new PointBatch();

  test('in snake case, with names for numbers and base64 for ids', () => {
    const bytes = toJsonBytes({
      resource_logs: [
        {
          instrumentation_library_logs: [
            {
              log_records: [
                {
                  ...{ time_unix_nano: 1.7672256e18, severity_number: 'SEVERITY_NUMBER_WARN2', severity_text: null },
                  ...{ trace_id: base64(TRACE), span_id: base64(spanId(1)), body: { string_value: 'hot' } },
                  ...{ dropped_attributes_count: '2', event_name: 'oven.hot' },
                },
              ],
            },
          ],
        },
      ],
    });
    assert.ok(decodeLogs(bytes, 'json', logs).ok);
    const log = readLog(bytes.subarray(logs.offset[0], (logs.offset[0] ?? 0) + (logs.length[0] ?? 0)), 'json');
    assert.deepEqual([logs.count, logs.severity[0]], [1, 14]);
    assert.deepEqual(log, {
      ...{ time: '1767225600000000000', observedTime: '0', severityNumber: 14, severityText: '' },
      ...{ body: { kind: 'string', value: 'hot' }, attributes: [], droppedAttributes: 2, flags: 0 },
      ...{ traceId: TRACE, spanId: spanId(1), eventName: 'oven.hot' },
    });
  });

  test('with nulls for the kinds that a metric is not, and counts as numbers', () => {
    const bytes = toJsonBytes({
      resourceMetrics: [
        {
          scope_metrics: [
            {
              metrics: [
                {
                  ...{ name: 'took', gauge: null, sum: null, summary: null },
                  histogram: {
                    aggregation_temporality: 'AGGREGATION_TEMPORALITY_DELTA',
                    data_points: [
                      { count: 3, sum: 'Infinity', bucket_counts: [1, '2'], explicit_bounds: [0.5], min: null },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    assert.ok(decodeMetrics(bytes, 'json', points).ok);
    const metric = points.metrics[0]?.metric;
    assert.deepEqual([metric?.kind, metric?.temporality, points.count], ['histogram', 'delta', 1]);
    const range = bytes.subarray(points.offset[0], (points.offset[0] ?? 0) + (points.length[0] ?? 0));
    const { count, sum, min, bucketCounts, explicitBounds } = readPoint(range, 'json', 'histogram');
    assert.deepEqual([count, sum, min, bucketCounts, explicitBounds], ['3', Infinity, undefined, ['1', '2'], [0.5]]);
  });
});

test('what nests without end is refused or read, and never overflows', () => {
  const deep = (open: string, close: string, levels = 200_000) => `${open.repeat(levels)}${close.repeat(levels)}`;
  for (const value of [
    deep('[', ']'),
    deep('{"a":', '').concat('1', '}'.repeat(200_000)),
    deep('{"arrayValue":{"values":[', ']}}', 50_000),
  ]) {
    const bytes = utf8.encode(
      `{"resourceSpans":[{"resource":${value},"scopeSpans":[{"spans":[{${IDS},"attributes":[{"key":"a","value":${value}}]}]}]}]}`,
    );
    assert.ok(decodeTrace(bytes, 'json', batch).ok);
    readSpan(bytes.subarray(batch.offset[0], (batch.offset[0] ?? 0) + (batch.length[0] ?? 0)), 'json');
  }
  assert.ok(!decodeTrace(utf8.encode('['.repeat(300_000)), 'json', batch).ok);
  const groups = Buffer.alloc(300_000, 0x0b);
  assert.ok(!decodeTrace(groups, 'protobuf', batch).ok);
});
