// What a program said of its spans, what of that is kept, and what is never shown.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { maskSecrets } from '../../../src/doctor/mask-secrets.ts';
import { createOutputRing } from '../../../src/doctor/output-ring.ts';
import { formatReport } from '../../../src/doctor/report.ts';
import { findingsOf, wrongsOf } from './sample-launch.ts';

/** Lines as the real SDKs print them. */
const LINES: readonly (readonly [line: string, means: RegExp | undefined])[] = [
  ['{"stack":"Error: connect ECONNREFUSED 127.0.0.1:9\\n    at TCPConnectWrap","errno":"-111"}', /Nobody listens/],
  [
    '{"stack":"Error: 14 UNAVAILABLE: No connection established. Last error: Protocol error"}',
    /nobody who takes its calls/,
  ],
  ['{"stack":"OTLPExporterError: Not Found\\n    at IncomingMessage"}', /a path that nobody serves/],
  ['{"stack":"Error: getaddrinfo ENOTFOUND otel-collector"}', /a host whose name is not known/],
  ['Transient error StatusCode.UNAVAILABLE encountered while exporting traces to 127.0.0.1:9, retrying in 1s.', /gRPC/],
  [
    'Transient error HTTPConnectionPool(port=9): Read timed out encountered while exporting spans batch, retrying in 1s.',
    /tries again/,
  ],
  ['Failed to export spans batch due to timeout, max retries or shutdown.', /lost a batch/],
  [
    "RuntimeError: Requested component 'otlp_proto_http' not found in entry point",
    /package for that protocol is not installed/,
  ],
  ['opentelemetry-instrument: error: unrecognized arguments: --service-name', /refused its flags/],
  ["ModuleNotFoundError: No module named 'opentelemetry.exporter'", /not installed where it runs/],
  ["Error: Cannot find module '@opentelemetry/sdk-node'", /not installed where it runs/],
  ['Error: connect ECONNREFUSED 127.0.0.1:5432', undefined],
  ['GET /carts 404 in 3 ms', undefined],
  ['exported 12 rows', undefined],
];

suite('the output of a program', () => {
  for (const [line, means] of LINES)
    test(line, () => {
      const ring = createOutputRing();
      ring.take(`${line}\n`);
      const found = findingsOf({ output: ring.lines });
      if (means === undefined) return assert.deepEqual(found, []);
      assert.equal(found.length, 1);
      assert.match(found[0]?.why ?? '', means);
      assert.ok(found[0]?.wrong.startsWith('“shop” printed: '));
    });

  test('is kept in lines of telemetry only, bounded, joined over its pieces and without colours', () => {
    const ring = createOutputRing();
    ring.take('hello\n\u001b[31mFailed to ex');
    ring.take('port\u001b[0m\r\nbye');
    assert.deepEqual(ring.lines, ['Failed to export']);
    for (let i = 0; i < 1000; i++) ring.take(`span ${i} ${'x'.repeat(5000)}\n`);
    assert.equal(ring.lines.length, 100);
    assert.ok(ring.lines.every((line) => line.length <= 400));
    ring.take('span'.repeat(1_000_000));
    assert.ok(ring.lines.every((line) => line.length <= 400));
  });

  test('says each thing once', () => {
    const output = Array.from({ length: 50 }, (_, i) => `Failed to export spans batch ${i}`);
    assert.deepEqual(wrongsOf({ output }), ['“shop” printed: Failed to export spans batch 0']);
  });
});

const SECRETS: readonly (readonly [text: string, shown: string])[] = [
  ['OTEL_EXPORTER_OTLP_HEADERS=api-key=abc123,x=y next', 'OTEL_EXPORTER_OTLP_HEADERS=*** next'],
  ['--exporter_otlp_headers "authorization=Basic abc" python', '--exporter_otlp_headers *** python'],
  ['authorization: Bearer abc.def', 'authorization: Bearer ***'],
  ['x-honeycomb-team=abc123', 'x-honeycomb-team=***'],
  ['"apiKey": "abc123"', '"apiKey": ***'],
  ['https://user:pass@host/v1', 'https://***@host/v1'],
  ['https://host/v1?token=abc&b=c', 'https://host/v1?***'],
  ['http://collector:4317 in tracing.js:3', 'http://collector:4317 in tracing.js:3'],
];

suite('secrets', () => {
  for (const [text, shown] of SECRETS) test(text, () => assert.equal(maskSecrets(text), shown));

  test('are not in a report, not even in what it would have copied', () => {
    const report = formatReport(
      {
        findings: [
          {
            id: 'a',
            severity: 'problem',
            wrong: 'It is wrong.',
            why: 'It matters.',
            actions: [{ kind: 'copy', label: 'Copy', text: 'run --exporter_otlp_headers=api-key=abc123 app' }],
          },
        ],
        fine: ['Nothing else'],
      },
      ['launch “shop”'],
    );
    assert.equal(
      report,
      'Spanline: why do I see no spans?\nlaunch “shop”\n\nProblem: It is wrong.\nIt matters.\n> run --exporter_otlp_headers=*** app\n\nLooked for and not found:\n- Nothing else\n',
    );
  });
});
