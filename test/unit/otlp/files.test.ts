// Requests as lines of a file: what is written reads as what was received, in whichever encoding that came.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { Type } from 'protobufjs';
import { JsonLines, signalOfLine } from '../../../src/otlp/files/json-lines.ts';
import { type FileSignal, requestToJson } from '../../../src/otlp/files/request-to-json.ts';
import { anyMessage } from '../../support/any-message.ts';
import {
  ExportLogsServiceRequest,
  ExportMetricsServiceRequest,
  ExportTraceServiceRequest,
} from '../../support/otlp-schema.ts';
import { toJsonBytes } from '../../support/trace-request.ts';

const REQUESTS: readonly (readonly [FileSignal, Type])[] = [
  ['traces', ExportTraceServiceRequest],
  ['logs', ExportLogsServiceRequest],
  ['metrics', ExportMetricsServiceRequest],
];

suite('a request as a line', () => {
  for (const [signal, type] of REQUESTS)
    test(`of ${signal} reads as the request that it was made of, and so again`, () => {
      let compared = 0;
      fc.assert(
        fc.property(anyMessage(type), (message) => {
          const bytes = type.encode(type.fromObject(message)).finish();
          const first = requestToJson(bytes, signal, 'protobuf');
          if (!first.ok) return;
          const line = toJsonBytes(first.value);
          const second = requestToJson(line, signal, 'json');
          assert.ok(second.ok, JSON.stringify(second));
          assert.deepEqual(second.value, JSON.parse(new TextDecoder().decode(line)));
          if (JSON.stringify(first.value).length > 40) {
            compared++;
            assert.equal(signalOfLine(line), signal);
          }
        }),
        { numRuns: 400 },
      );
      assert.ok(compared > 20, `${compared} had anything in them`);
    });

  test('has what protobufjs has of a span, a log record and a histogram', () => {
    const attributes = [{ key: 'n', value: { intValue: '9007199254740993' } }];
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const span = {
      ...{
        traceId: trace,
        spanId: '00f067aa0ba902b7',
        parentSpanId: '00f067aa0ba902b8',
        traceState: 'a=b',
        flags: 257,
      },
      ...{
        name: 'pay "now"',
        kind: 3,
        startTimeUnixNano: '1767225600000000001',
        endTimeUnixNano: '1767225600000000009',
      },
      attributes,
      events: [{ timeUnixNano: '1767225600000000005', name: 'e', attributes, droppedAttributesCount: 2 }],
      links: [{ traceId: trace, spanId: '00f067aa0ba902b9', attributes, flags: 1 }],
      status: { code: 2, message: 'no' },
    };
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
    const scope = { name: 'x', version: '1' };
    const traces = {
      resourceSpans: [{ schemaUrl: 'r', resource, scopeSpans: [{ schemaUrl: 's', scope, spans: [span] }] }],
    };
    assert.deepEqual(requestToJson(toJsonBytes(traces), 'traces', 'json'), { ok: true, value: traces });
    const record = { timeUnixNano: '7', severityNumber: 9, body: { stringValue: 'hot' }, attributes, traceId: trace };
    const logs = { resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] };
    assert.deepEqual(requestToJson(toJsonBytes(logs), 'logs', 'json'), { ok: true, value: logs });
    const point = {
      ...{ attributes, timeUnixNano: '9', count: '3', bucketCounts: ['1', '2'], explicitBounds: [0.5], sum: 0 },
      exemplars: [{ timeUnixNano: '8', traceId: trace, spanId: '00f067aa0ba902b7', asDouble: 0 }],
    };
    const metric = { name: 'heat', unit: 'Cel', histogram: { dataPoints: [point], aggregationTemporality: 2 } };
    const metrics = { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics: [metric] }] }] };
    assert.deepEqual(requestToJson(toJsonBytes(metrics), 'metrics', 'json'), { ok: true, value: metrics });
  });
});

test('lines come whole, however the file is cut into pieces', () => {
  const anyLines = fc.array(fc.constantFrom('', ' ', 'a', 'bb', '{"resourceSpans":[]}'), { maxLength: 8 });
  fc.assert(
    fc.property(anyLines, fc.array(fc.nat({ max: 12 }), { maxLength: 20 }), fc.boolean(), (lines, cuts, isEnded) => {
      const file = new TextEncoder().encode(lines.join('\n') + (isEnded ? '\n' : ''));
      const reader = new JsonLines();
      const found: string[] = [];
      const take = (line: Uint8Array) => void found.push(`${reader.number} ${new TextDecoder().decode(line)}`);
      let at = 0;
      for (const cut of [...cuts, file.length]) {
        reader.push(file.subarray(at, at + cut), take);
        at = Math.min(file.length, at + cut);
      }
      reader.end(take);
      assert.deepEqual(
        found,
        lines.flatMap((line, i) => (line.trim() === '' ? [] : [`${i + 1} ${line}`])),
      );
    }),
  );
});
