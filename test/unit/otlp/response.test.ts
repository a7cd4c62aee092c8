// The answers of the receiver, read by protobufjs and by a JSON parser as an exporter would.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { decodeExportResponse, encodeExportResponse, encodeStatus } from '../../../src/otlp/export/response.ts';
import { ExportTraceServiceResponse, RpcStatus } from '../../support/otlp-schema.ts';

const reason = fc.string({ unit: 'grapheme', maxLength: 400 });

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

suite('the answers to an export request', () => {
  test('a full success says nothing', () => {
    assert.equal(encodeExportResponse('protobuf', 'rejectedSpans', 0, 'unused').length, 0);
    assert.deepEqual(parse(encodeExportResponse('json', 'rejectedSpans', 0, 'unused')), {});
  });

  test('a partial success says how many spans were rejected and why', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), reason, (rejected, why) => {
        const partialSuccess = { rejectedSpans: String(rejected), errorMessage: why };
        const decoded = ExportTraceServiceResponse.decode(
          encodeExportResponse('protobuf', 'rejectedSpans', rejected, why),
        );
        const message = ExportTraceServiceResponse.toObject(decoded, { longs: String, defaults: true });
        assert.deepEqual(message, { partialSuccess });
        assert.deepEqual(parse(encodeExportResponse('json', 'rejectedSpans', rejected, why)), { partialSuccess });
      }),
    );
  });

  test('of another receiver are read in both encodings, and say nothing where they cannot be read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 40 }), reason, (rejectedSpans, errorMessage) => {
        const response = { partialSuccess: { rejectedSpans, errorMessage } };
        const message = ExportTraceServiceResponse.encode(ExportTraceServiceResponse.fromObject(response)).finish();
        const expected = { rejected: rejectedSpans, reason: errorMessage };
        assert.deepEqual(decodeExportResponse('protobuf', message), expected);
        const asText = { partialSuccess: { rejectedSpans: String(rejectedSpans), errorMessage } };
        for (const json of [response, asText])
          assert.deepEqual(decodeExportResponse('json', new TextEncoder().encode(JSON.stringify(json))), expected);
      }),
    );
    for (const text of ['', '{', '<html>', '[]', '{"partialSuccess":7}', '{"partialSuccess":{"rejectedSpans":"many"}}'])
      for (const encoding of ['json', 'protobuf'] as const)
        assert.deepEqual(decodeExportResponse(encoding, new TextEncoder().encode(text)), { rejected: 0, reason: '' });
  });

  test('a failure is a google.rpc.Status', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), reason, (code, message) => {
        const decoded = RpcStatus.decode(encodeStatus('protobuf', code, message));
        assert.deepEqual(RpcStatus.toObject(decoded, { defaults: true }), { code, message });
        assert.deepEqual(parse(encodeStatus('json', code, message)), { code, message });
      }),
    );
  });
});
