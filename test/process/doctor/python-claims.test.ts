// What the doctor says of Python's tools, held against the tools themselves.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { findBadFlags } from '../../../src/doctor/code/instrument-flags.ts';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import { createOutputRing } from '../../../src/doctor/output-ring.ts';
import { installedForPython } from '../../../src/host/features/doctor/installed-packages.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { factsOf, judgeFixture } from './judge-fixture.ts';

/** The tool's own entry point: the script that is installed holds the path of the place where it was installed first. */
const TOOL = join(import.meta.dirname, 'fixtures', 'opentelemetry-instrument');
const PROGRAM = `
from opentelemetry import trace
span = trace.get_tracer("t").start_span("s")
span.end()
print("ran", span.get_span_context().is_valid)
`;

interface Outcome {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** `opentelemetry-instrument`, with these words before the program. */
async function instrument(words: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  const python = await installPython();
  const quiet = { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' };
  return new Promise((resolve) => {
    execFile(
      python,
      [TOOL, ...words, python, '-c', PROGRAM],
      { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...quiet, ...env }, timeout: 60_000 },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

async function foundIn(output: string): Promise<readonly string[]> {
  const { facts } = await judgeFixture('python-service', (root) => ({
    ...{ name: 'bakery', type: 'debugpy', request: 'launch', program: join(root, 'bakery', 'shop.py') },
  }));
  const ring = createOutputRing();
  ring.take(output);
  const launches = facts.launches.map((launch) => ({ ...launch, output: ring.lines }));
  return diagnose(factsOf(launches)).findings.map(({ wrong, why }) => `${wrong} ${why}`);
}

suite('opentelemetry-instrument', { skip: missingPython }, () => {
  const NONE = ['--traces_exporter', 'none'];

  test('ends with an error at a flag with hyphens, before the program; mended as the doctor says it runs', async () => {
    for (const flags of [
      ['--service-name', 'bakery'],
      ['--service-name=bakery'],
      ['--exporter-otlp-endpoint', 'http://127.0.0.1:9'],
    ]) {
      const refused = await instrument([...flags, ...NONE]);
      assert.equal(refused.code, 2, refused.stderr);
      assert.equal(refused.stdout, '');
      assert.match(refused.stderr, /unrecognized arguments: --/);
      assert.ok((await foundIn(refused.stderr)).some((text) => text.includes('refused its flags')));

      const [found] = findBadFlags(`opentelemetry-instrument ${flags.join(' ')}`);
      const mended = found?.mended.split(' ').slice(1) ?? [];
      const ran = await instrument([...mended, ...NONE]);
      assert.deepEqual([ran.code, ran.stdout.startsWith('ran')], [0, true], ran.stderr);
    }
  });

  test('keeps no span where the exporter of the protocol asked for is missing, and says what the doctor reads', async () => {
    // The environment of these tests has the exporter for HTTP only: the same as a program with the one for gRPC only.
    const { code, stdout, stderr } = await instrument([], { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'grpc' });
    assert.deepEqual([code, stdout.trim()], [0, 'ran False']);
    assert.match(stderr, /Requested component 'otlp_proto_grpc' not found/);
    assert.ok((await foundIn(stderr)).some((text) => text.includes('is not installed where the program runs')));
  });

  test('of an exporter that reaches nobody the doctor reads what it says', async () => {
    const { stderr } = await instrument([], {
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:9/v1/traces',
      // Longer than its first wait before it tries again, up to 1.2 s: it names the reason only then.
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '3',
    });
    assert.ok(
      (await foundIn(stderr)).some((text) => text.includes('Nobody listens where the exporter sends to')),
      stderr,
    );
  });
});

test('packages are told by the interpreter of the launch, without running it', { skip: missingPython }, async () => {
  const python = await installPython();
  const installed = await installedForPython(python, import.meta.dirname, import.meta.dirname);
  for (const name of ['opentelemetry-sdk', 'opentelemetry-distro', 'opentelemetry-instrumentation-flask', 'flask'])
    assert.ok(installed?.has(name), name);
  assert.ok(!installed?.has('opentelemetry-instrumentation-redis'));
  assert.equal(await installedForPython(undefined, dirname(python), dirname(python)), undefined);
});
