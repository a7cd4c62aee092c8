// Two programs with the mistakes of a well-known guide: the doctor names each, with its place and what mends it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { judgeFixture } from './judge-fixture.ts';

function assertFound(findings: readonly Finding[], wrong: RegExp): Finding {
  const found = findings.find((finding) => wrong.test(finding.wrong));
  assert.ok(found, `${wrong} is among:\n${findings.map((finding) => finding.wrong).join('\n')}`);
  return found;
}

function copied(finding: Finding): string | undefined {
  return finding.actions.find((action) => action.kind === 'copy')?.text;
}

function revealed({ actions }: Finding, root: string): string | undefined {
  const site = actions.find((action) => action.kind === 'reveal')?.site;
  return site && `${site.file.slice(root.length + 1).replaceAll('\\', '/')}:${site.line}:${site.column}`;
}

suite('a Python service', () => {
  test('that gives opentelemetry-instrument flags with hyphens, in a script and in its launch', async () => {
    const { facts, root } = await judgeFixture('python-service', bakery);
    const { findings } = diagnose(facts);
    const inScript = assertFound(findings, /start\.sh:3 gives .*--service-name, --exporter-otlp-endpoint\./);
    assert.equal(inScript.severity, 'problem');
    assert.equal(revealed(inScript, root), 'start.sh:3:3');
    assert.equal(
      copied(inScript),
      [
        'opentelemetry-instrument \\',
        '  --service_name bakery \\',
        '  --traces_exporter otlp \\',
        '  --exporter_otlp_endpoint http://collector:4317 \\',
        '  python -m flask --app bakery.shop run --port 9001',
      ].join('\n'),
    );
    const inLaunch = assertFound(findings, /“bakery” is started with --service-name\./);
    assert.equal(revealed(inLaunch, root), '.vscode/launch.json:11:16');
    assert.equal(copied(inLaunch), '--service_name');
  });

  test('that lacks the exporter of the protocol in use, and instrumentations of what it imports', async () => {
    const { facts, root } = await judgeFixture('python-service', bakery);
    const { findings } = diagnose(facts);
    const exporter = assertFound(findings, /opentelemetry-exporter-otlp-proto-http is not in requirements\.txt\./);
    assert.equal(copied(exporter), 'pip install opentelemetry-exporter-otlp-proto-http');
    const flask = assertFound(findings, /shop\.py:5 imports flask, and opentelemetry-instrumentation-flask is not in/);
    // The one that is commented out in requirements.txt does not count.
    assert.deepEqual([flask.severity, revealed(flask, root)], ['problem', 'bakery/shop.py:5:1']);
    const httpx = assertFound(findings, /shop\.py:4 imports httpx/);
    assert.deepEqual([httpx.severity, copied(httpx)], ['hint', 'pip install opentelemetry-instrumentation-httpx']);
  });

  test('that is mended has nothing to be told', async () => {
    const { facts } = await judgeFixture('python-service', bakery);
    const mended = facts.launches.map((launch) => ({
      ...launch,
      command: launch.command.map((word) => word.replace('--service-name', '--service_name')),
      sources: launch.sources.filter(({ file }) => !file.endsWith('.sh')),
      packages: {
        ...launch.packages,
        declared: new Set([
          ...launch.packages.declared,
          'opentelemetry-exporter-otlp-proto-http',
          'opentelemetry-instrumentation-flask',
          'opentelemetry-instrumentation-httpx',
        ]),
      },
    }));
    assert.deepEqual(diagnose({ ...facts, launches: mended }).findings, []);
  });
});

suite('a Node service', () => {
  test('whose exporter has an endpoint in the code, not that of the comment above it', async () => {
    const { facts, root } = await judgeFixture('node-service', parcels);
    const { findings } = diagnose(facts);
    const found = assertFound(
      findings,
      /^tracing\.js:9 sends traces to http:\/\/collector\.parcels\.example:4317: an endpoint in the code beats/,
    );
    assert.deepEqual([found.severity, revealed(found, root)], ['problem', 'src/tracing.js:9:8']);
    assert.equal(
      copied(found),
      "url: process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? 'http://collector.parcels.example:4317'",
    );
    assert.equal(findings.filter(({ wrong }) => wrong.includes('endpoint in the code')).length, 1);
  });

  test('whose set-up nothing loads, until its launch does', async () => {
    const { facts } = await judgeFixture('node-service', parcels);
    const found = assertFound(diagnose(facts).findings, /^tracing\.js sets up the SDK, and nothing loads it\./);
    assert.equal(copied(found), '"runtimeArgs": ["--require=./src/tracing.js"]');
    const { facts: loaded } = await judgeFixture('node-service', (root) => ({
      ...parcels(root),
      runtimeArgs: ['--require=./src/tracing.js'],
    }));
    assert.ok(!diagnose(loaded).findings.some(({ wrong }) => wrong.includes('nothing loads it')));
  });
});

function bakery(root: string) {
  return {
    ...{ name: 'bakery', type: 'debugpy', request: 'launch' },
    program: join(root, '.venv', 'bin', 'opentelemetry-instrument'),
    args: ['--service-name', 'bakery', 'python', '-m', 'flask', '--app', 'bakery.shop', 'run'],
  };
}

function parcels(root: string) {
  return { name: 'parcels', type: 'pwa-node', request: 'launch', program: join(root, 'src', 'server.js') };
}
