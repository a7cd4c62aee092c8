// What the doctor says of Node's SDK, held against the SDK itself: an endpoint in the code beats the environment.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import { gatherLaunch } from '../../../src/host/features/doctor/launch-facts.ts';
import { SESSION_PROPERTY } from '../../../src/launch/launch-configuration.ts';
import { installSdk } from '../hooks-node/install-sdk.ts';
import { openOtlpSocket } from '../hooks-node/otlp-socket.ts';
import { runProgram } from '../hooks-node/run-program.ts';
import { factsOf } from './judge-fixture.ts';

const program = (url: string) => `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const exporter = new OTLPTraceExporter({
  ${url},
});
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
trace.setGlobalTracerProvider(provider);
trace.getTracer('t').startSpan('parcel').end();
provider.forceFlush();
`;

test('an endpoint in the code gets the spans that the environment asks for, until it is mended as the doctor says', async () => {
  const root = await mkdtemp(join(tmpdir(), 'spanline-doctor-'));
  await using inCode = await openOtlpSocket();
  await using inEnvironment = await openOtlpSocket();
  const file = join(root, 'parcels.cjs');
  const run = async (url: string) => {
    await writeFile(file, program(url));
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${inEnvironment.endpoint}/v1/traces` };
    const { code, stderr } = await runProgram({ args: [file], cwd: root, hooks: [], env });
    assert.equal(code, 0, stderr);
    const configuration = {
      name: 'parcels',
      type: 'pwa-node',
      request: 'launch',
      program: file,
      [SESSION_PROPERTY]: 'k',
    };
    const launch = { name: 'parcels', configuration, root, output: [], inherited: {} };
    return diagnose(factsOf([await gatherLaunch(launch, AbortSignal.timeout(20_000))])).findings;
  };
  try {
    await symlink(join(await installSdk('sdk-2'), 'node_modules'), join(root, 'node_modules'), 'junction');
    await mkdir(join(root, 'src'));
    const findings = await run(`url: '${inCode.endpoint}/v1/traces'`);
    assert.deepEqual([inCode.spans.length, inEnvironment.spans.length], [1, 0]);
    const [endpoint, port] = findings;
    assert.match(endpoint?.wrong ?? '', /^parcels\.cjs:6 sends traces to http:\/\/127\.0\.0\.1:\d+\/v1\/traces/);
    // This process listens there, as another program would.
    const owner =
      process.platform === 'linux' ? new RegExp(`which .* \\(process ${process.pid}\\) has`) : /another program has/;
    assert.match(port?.wrong ?? '', owner);

    const mended = endpoint?.actions.find((action) => action.kind === 'copy')?.text ?? '';
    assert.deepEqual(await run(mended), []);
    assert.deepEqual([inCode.spans.length, inEnvironment.spans.length], [1, 1]);
  } finally {
    await rm(root, { recursive: true });
  }
});
