// What is read out of source text: endpoints, protocols, set-ups, flags; and what must not be taken for them.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { blankComments } from '../../../src/doctor/code/blank-comments.ts';
import { parseEndpoint } from '../../../src/doctor/code/endpoint-port.ts';
import { exportersWithEndpoint } from '../../../src/doctor/code/exporters.ts';
import { findBadFlags } from '../../../src/doctor/code/instrument-flags.ts';
import { findingsOf, SERVER, TRACING, wrongsOf } from './sample-launch.ts';

const literalsIn = (file: string, text: string) =>
  exportersWithEndpoint({ file, text }).map(({ endpoint }) => endpoint.literal);

const JAVASCRIPT: readonly (readonly [string, readonly (string | undefined)[]])[] = [
  ["new OTLPTraceExporter({ url: 'http://c:4317' })", ['http://c:4317']],
  [
    'new otlp.OTLPTraceExporter({\n  headers: { a: "b, c" },\n  "url": `http://c:4318/v1/traces`,\n})',
    ['http://c:4318/v1/traces'],
  ],
  ["const url = 'http://c:4317';\nnew OTLPTraceExporter({ url: url })", ['http://c:4317']],
  ["new OTLPTraceExporter({ url: process.env.COLLECTOR || 'http://c:4317' })", ['http://c:4317']],
  ['new OTLPTraceExporter({ url: config.collector })', [undefined]],
  ["new OTLPTraceExporter({ url: process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? 'http://c:4317' })", []],
  ['new OTLPTraceExporter()', []],
  ['new OTLPTraceExporter({ headers: { url: "http://not:1" } })', []],
  ["// new OTLPTraceExporter({ url: 'http://c:4317' })", []],
  ["/* new OTLPTraceExporter({ url: 'http://c:4317' }) */", []],
  ["new OTLPMetricExporter({ url: 'http://c:4317' })", []],
  ['class OTLPTraceExporter { constructor({ url }) {} }', []],
  ["new OTLPTraceExporter({ url: 'http://c:4317'", []],
];

const PYTHON: readonly (readonly [string, readonly (string | undefined)[]])[] = [
  ['OTLPSpanExporter(endpoint="http://c:4317", insecure=True)', ['http://c:4317']],
  ["trace.OTLPSpanExporter(\n    insecure=True,\n    endpoint='c:4317',\n)", ['c:4317']],
  ['OTLPSpanExporter("http://c:4318/v1/traces")', ['http://c:4318/v1/traces']],
  ['URL = "http://c:4317"\nOTLPSpanExporter(endpoint=URL)', ['http://c:4317']],
  ['OTLPSpanExporter(endpoint=os.getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://c:4317"))', []],
  ['OTLPSpanExporter(endpoint=None)', []],
  ['OTLPSpanExporter(insecure=True)', []],
  ['OTLPSpanExporter(**options)', []],
  ['# OTLPSpanExporter(endpoint="http://c:4317")', []],
  ['class OTLPSpanExporter(Base): ...', []],
];

suite('an endpoint in code', () => {
  for (const [text, literals] of JAVASCRIPT)
    test(text.replaceAll('\n', ' '), () => assert.deepEqual(literalsIn('/ws/a.ts', text), literals));
  for (const [text, literals] of PYTHON)
    test(text.replaceAll('\n', ' '), () => assert.deepEqual(literalsIn('/ws/a.py', text), literals));

  test('that is ours is no finding; on another port of this machine its owner is named', () => {
    const sources = (port: number) => [
      SERVER,
      { ...TRACING, text: `new NodeSDK();new OTLPTraceExporter({ url: 'http://localhost:${port}/v1/traces' })` },
    ];
    assert.deepEqual(wrongsOf({ sources: sources(4999) }), []);
    const found = wrongsOf({ sources: sources(4318), ports: [{ port: 4318, owner: 'otelcol (process 7)' }] });
    assert.deepEqual(
      found.map((wrong) => wrong.split(':4318').at(0)),
      [
        'tracing.js:1 sends traces to http://localhost',
        '“shop” sends to port 4318 of this machine, which otelcol (process 7) has.',
      ],
    );
  });

  test('is read as host and port', () => {
    const READ = [
      ['http://collector', { host: 'collector', port: 80 }],
      ['https://Collector.example/v1', { host: 'collector.example', port: 443 }],
      ['collector:4317', { host: 'collector', port: 4317 }],
      ['grpc://[::1]:9', { host: '[::1]', port: 9 }],
      ['http://a:99999', undefined],
      ['', undefined],
    ] as const;
    for (const [text, expected] of READ) assert.deepEqual(parseEndpoint(text), expected, text);
  });
});

suite('comments', () => {
  test('are blanked in place; strings stay', () => {
    assert.equal(
      blankComments('a.js', "f('// no'); // yes\n/* yes\n*/ g(`/* no */`)"),
      "f('// no');       \n      \n   g(`/* no */`)",
    );
    assert.equal(blankComments('a.py', 's = "# no"  # yes\nt = """\n# no"""'), 's = "# no"       \nt = """\n# no"""');
  });

  test('of any text: no line and no position moves, and long unended ones take no time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'\'"`/*#\\\n ax(){},') }),
        fc.constantFrom('a.js', 'a.py'),
        (text, file) => {
          const blanked = blankComments(file, text);
          assert.deepEqual(
            blanked.split('\n').map((line) => line.length),
            text.split('\n').map((line) => line.length),
          );
          exportersWithEndpoint({ file, text: `new OTLPTraceExporter(${text}OTLPSpanExporter(${text}` });
        },
      ),
    );
    for (const piece of ['/*', '`\\', '"""', "'"])
      for (const file of ['a.js', 'a.py']) blankComments(file, piece.repeat(100_000));
  });
});

suite('flags of opentelemetry-instrument', () => {
  const flagsIn = (text: string) => findBadFlags(text).map(({ flags }) => flags.join(' '));

  test('with hyphens are found in a shell, a Dockerfile, YAML and JSON', () => {
    for (const text of [
      'opentelemetry-instrument --service-name a --traces_exporter otlp python app.py --dry-run',
      'opentelemetry-instrument \\\n  --service-name=a \\\n  python app.py --dry-run',
      'CMD ["opentelemetry-instrument", "--service-name", "a", "python", "app.py", "--dry-run"]',
      'command:\n  - opentelemetry-instrument\n  - --service-name\n  - a\n  - python\n  - --dry-run',
    ])
      assert.deepEqual(flagsIn(text), ['--service-name'], text);
  });

  test('with underscores, of the program itself, or on the next line are left', () => {
    for (const text of [
      'opentelemetry-instrument --service_name a python app.py --dry-run',
      'opentelemetry-instrument python -m uvicorn app:app --log-level debug',
      'pip install opentelemetry-instrument\n--no-deps',
      'opentelemetry-instrument',
    ])
      assert.deepEqual(flagsIn(text), [], text);
  });
});

suite('a set-up of the SDK', () => {
  const without = { sources: [{ ...SERVER, text: '' }, TRACING] };

  test('that nothing loads is named; loaded in any way it is not', () => {
    assert.deepEqual(wrongsOf(without), ['tracing.js sets up the SDK, and nothing loads it.']);
    for (const change of [
      { command: ['--require', './tracing.js', '/ws/server.js'] },
      {
        environment: [
          { from: 'envFile', file: undefined, variables: { NODE_OPTIONS: '--import ./tracing.js' } },
        ] as const,
      },
      { program: '/ws/tracing.js' },
      { program: '/ws/dist/tracing.js' },
      { isPartial: true },
    ])
      assert.deepEqual(wrongsOf({ ...without, ...change }), []);
    assert.deepEqual(wrongsOf({ sources: [{ ...SERVER, text: "import './lib/tracing.js';" }, TRACING] }), []);
  });

  test('that is missing is a hint, unless a package registers itself', () => {
    const [found] = findingsOf({ sources: [SERVER] });
    assert.equal(found?.severity, 'hint');
    const command = ['--import', '@opentelemetry/auto-instrumentations-node/register', '/ws/server.js'];
    assert.deepEqual(wrongsOf({ sources: [SERVER], command }), []);
  });
});
