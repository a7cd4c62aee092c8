// Packages that are missing: of Node, of Python, and how manifests declare them.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { declaredPackages, withDependencies } from '../../../src/doctor/project/declared-packages.ts';
import { findingsOf, pythonWith, wrongsOf } from './sample-launch.ts';

const MANIFESTS: readonly (readonly [file: string, text: string, names: readonly string[]])[] = [
  [
    'requirements.txt',
    'OpenTelemetry_SDK>=1.2 ; python_version < "3"  # a\n# opentelemetry-distro\nflask',
    ['opentelemetry-sdk'],
  ],
  [
    'requirements-dev.txt',
    'opentelemetry-distro[otlp]==0.66b1',
    ['opentelemetry-distro', 'opentelemetry-exporter-otlp'],
  ],
  ['pyproject.toml', 'dependencies = ["opentelemetry-api~=1.0", "x"]', ['opentelemetry-api']],
  ['pyproject.toml', '[tool.poetry.dependencies]\nopentelemetry-sdk = "^1.2"', ['opentelemetry-sdk']],
  ['Pipfile', '[packages]\nopentelemetry-sdk = "*"', ['opentelemetry-sdk']],
  ['setup.py', "install_requires=['opentelemetry.sdk']", ['opentelemetry-sdk']],
  [
    'package.json',
    '{ "dependencies": { "@opentelemetry/sdk-node": "1", "dd-trace": "5", "pg": "8" } }',
    ['@opentelemetry/sdk-node', 'dd-trace'],
  ],
];

suite('a manifest', () => {
  for (const [file, text, names] of MANIFESTS)
    test(`${file}: ${text.split('\n').at(-1)}`, () =>
      assert.deepEqual(declaredPackages({ file: `/ws/${file}`, text }), names));

  test('brings what its packages depend on', () => {
    assert.ok(withDependencies(['opentelemetry-exporter-otlp']).has('opentelemetry-exporter-otlp-proto-http'));
    assert.ok(withDependencies(['opentelemetry-distro']).has('opentelemetry-api'));
  });
});

suite('a Node program', () => {
  const packages = (...names: string[]) => ({
    packages: { installed: new Set(names), declared: new Set<string>(), manifests: [] },
    sources: [],
  });

  test('with the API alone, or with nothing, is told what the setting does', () => {
    const [api] = findingsOf(packages('@opentelemetry/api'));
    assert.deepEqual([api?.severity, api?.wrong], ['hint', '“shop” has @opentelemetry/api, and no SDK.']);
    const [none] = findingsOf(packages(), { isAutoInstrumentOff: true });
    assert.deepEqual([none?.severity, none?.wrong], ['problem', '“shop” has no OpenTelemetry of its own.']);
    assert.equal(none?.actions[0]?.kind === 'setting' && none.actions[0].setting, 'spanline.capture.autoInstrument');
  });

  test('of which nothing is known is not judged', () => {
    assert.deepEqual(
      wrongsOf({ packages: { installed: undefined, declared: new Set(), manifests: [] }, sources: [] }),
      [],
    );
  });
});

suite('a Python program', () => {
  const WHOLE = [
    'opentelemetry-api',
    'opentelemetry-sdk',
    'opentelemetry-distro',
    'opentelemetry-exporter-otlp-proto-http',
  ];
  const flask = { file: '/ws/app.py', text: 'import os\nfrom flask import Flask\n' };

  test('with all that it needs has nothing to be told', () => {
    assert.deepEqual(wrongsOf(pythonWith([...WHOLE, 'opentelemetry-instrumentation-flask'], { sources: [flask] })), []);
  });

  test('without an SDK is told that first, and no more', () => {
    const found = wrongsOf(pythonWith(['opentelemetry-api'], { sources: [flask] }));
    assert.deepEqual(found, ['“shop” has opentelemetry-api, and no SDK: opentelemetry-sdk is not installed.']);
  });

  test('that Spanline traces has nothing to be told; what it would have traced is told first', () => {
    const bare = pythonWith([], { sources: [flask] });
    assert.deepEqual(wrongsOf({ ...bare, tracing: { kind: 'traced' } }), []);
    const [lacking] = findingsOf({ ...bare, tracing: { kind: 'lacking', module: 'flask' } });
    assert.equal(lacking?.wrong, '“shop” uses flask, and the packages that would trace it are not installed.');
    const [first] = lacking.actions;
    assert.ok(first?.kind === 'command' && first.command === 'install-python-packages');
    const [failed] = wrongsOf({ ...bare, tracing: { kind: 'failed', reason: 'ImportError: wrapt' } });
    assert.equal(failed, '“shop” could not be traced: ImportError: wrapt');
  });

  test('that opentelemetry-instrument starts needs a distro', () => {
    const command = ['/venv/bin/opentelemetry-instrument', 'python', 'app.py'];
    const found = wrongsOf(
      pythonWith(
        WHOLE.filter((name) => !name.includes('distro')),
        { command },
      ),
    );
    assert.match(found[0] ?? '', /started by opentelemetry-instrument, and opentelemetry-distro is not installed/);
  });

  test('that exports elsewhere is not asked for the exporter of ours', () => {
    const some = WHOLE.filter((name) => !name.includes('http'));
    assert.match(wrongsOf(pythonWith(some))[0] ?? '', /proto-http is not installed/);
    const elsewhere = { kind: 'elsewhere', variable: 'OTEL_EXPORTER_OTLP_ENDPOINT', again: undefined } as const;
    assert.ok(!wrongsOf(pythonWith(some, { capture: elsewhere })).some((wrong) => wrong.includes('proto-http')));
  });

  test('whose framework nothing instruments has a problem, or a hint where it makes spans itself', () => {
    const [problem] = findingsOf(pythonWith(WHOLE, { sources: [flask] }));
    assert.deepEqual(
      [problem?.severity, problem?.wrong],
      ['problem', 'app.py:2 imports flask, and opentelemetry-instrumentation-flask is not installed.'],
    );
    const own = { file: '/ws/work.py', text: 'with tracer.start_as_current_span("work"): pass' };
    assert.equal(findingsOf(pythonWith(WHOLE, { sources: [flask, own] }))[0]?.severity, 'hint');
  });
});
