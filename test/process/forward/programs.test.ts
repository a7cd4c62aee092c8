// Real programs with real SDKs: what their backend gets is the same whether they export by themselves or through here.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { type LaunchPlan, prepareLaunch } from '../../../src/launch/prepare-launch.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import {
  type Backend,
  openGrpcBackend,
  openHttpBackend,
  spansOf,
  type TraceMessage,
} from '../../support/otlp-backend.ts';
import { createScratch, startTelemetry, type TelemetryChild } from '../../support/telemetry-child.ts';
import { bundleHook, bundleNodeSdk } from '../hooks-node/bundle.ts';
import { installLocked } from '../hooks-node/install-sdk.ts';
import { fromRoot } from '../hooks-node/place.ts';
import { type Outcome, runProgram } from '../hooks-node/run-program.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { runPython } from '../hooks-python/run-python.ts';

type Variables = Readonly<Record<string, string>>;

interface Program {
  readonly file: string;
  readonly type: 'node' | 'debugpy';
  run(variables: Variables): Promise<Outcome>;
}

interface Staged extends AsyncDisposable {
  readonly program: Program;
}

const NAMES = ['late name', 'linked', 'order', 'own place'];

async function stageNode(): Promise<Staged> {
  const folder = await mkdtemp(join(await installLocked(join(import.meta.dirname, 'fixtures', 'node')), 'stage-'));
  await cp(join(import.meta.dirname, 'fixtures', 'node', 'program.cjs'), join(folder, 'program.cjs'));
  const file = join(folder, 'program.cjs');
  const run = (env: Variables) => runProgram({ args: [file], cwd: folder, hooks: [], env });
  return { program: { file, type: 'node', run }, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

async function stagePython(): Promise<Staged> {
  const python = await installPython();
  const scratch = await createScratch();
  const file = join(scratch.path, 'program.py');
  await cp(join(import.meta.dirname, 'fixtures', 'python', 'program.py'), file);
  // The fixture's own PYTHONPATH is that of the launch.
  const run = (env: Variables) =>
    runPython({ python, args: [file], cwd: scratch.path, hook: undefined, path: [], env });
  return { program: { file, type: 'debugpy', run }, [Symbol.asyncDispose]: () => scratch[Symbol.asyncDispose]() };
}

/** As F5 starts it with that wish: the hooks, the spool and the variables of the plan; its spans are forwarded by the child. */
async function runCaptured(
  program: Program,
  variables: Variables,
  wish: object,
  child: TelemetryChild,
  session: string,
) {
  const plan: LaunchPlan = prepareLaunch(
    { type: program.type, request: 'launch', env: variables, spanline: wish },
    {
      port: await child.api.listen(0),
      spool: await child.api.openSpool(),
      session,
      inherited: {},
      envFile: {},
      hooks: { node: await bundleHook(), python: fromRoot('src', 'hooks', 'python') },
      nodeSdk: await bundleNodeSdk(),
      pythonSdk: { packages: '/packages' },
      pathDelimiter: process.platform === 'win32' ? ';' : ':',
    },
  );
  if (plan.kind === 'left') throw new Error(plan.why);
  if (plan.forward) await child.api.forward(session, plan.forward);
  const env: Variables = Object.assign({}, plan.configuration.env);
  return program.run({ ...env, PYTHONDONTWRITEBYTECODE: '1' });
}

/** What a backend was told, without what differs from run to run: ids (but for whose child a span is), times, the process. */
function toldTo(backend: Backend): readonly object[] {
  const requests = tracesTo(backend);
  const all = requests.flatMap(({ message }) => spansOf(message));
  const nameOf = (id: unknown) => all.find(({ spanId }) => spanId === id)?.name;
  const ofMessage = ({ resourceSpans = [] }: TraceMessage) =>
    resourceSpans.flatMap(({ resource, scopeSpans = [], ...ofResource }) =>
      scopeSpans.flatMap(({ scope, spans = [], ...ofScope }) =>
        spans.map((span) => ({
          ...{
            resource: { ...resource, attributes: resource?.attributes?.filter(isStable) },
            ofResource,
            scope,
            ofScope,
          },
          span: { ...without(span), parentSpanId: nameOf(span.parentSpanId) },
        })),
      ),
    );
  return requests
    .flatMap(({ message }) => ofMessage(message))
    .toSorted((a, b) => a.span.name.localeCompare(b.span.name));
}

/** gRPC has no paths of signals: only traces come there. */
function tracesTo({ requests }: Backend) {
  return requests.filter(({ path }) => path === '/v1/traces' || path === '');
}

function namesOf(backend: Backend): readonly string[] {
  return tracesTo(backend)
    .flatMap(({ message }) => spansOf(message).map(({ name }) => name))
    .toSorted();
}

function isStable({ key }: { readonly key: string }): boolean {
  return !['process.pid', 'service.instance.id'].includes(key);
}

function without<Value>(value: Value): Value {
  const differs = /^(traceId|spanId|startTimeUnixNano|endTimeUnixNano|timeUnixNano)$/;
  return JSON.parse(JSON.stringify(value, (key, field) => (differs.test(key) ? undefined : field)));
}

const PROTOCOLS = ['http/protobuf', 'http/json', 'grpc'] as const;

function open(protocol: (typeof PROTOCOLS)[number]): Promise<Backend> {
  return protocol === 'grpc' ? openGrpcBackend() : openHttpBackend();
}

function variablesFor(backend: Backend, protocol: (typeof PROTOCOLS)[number]): Variables {
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${backend.port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=the%20shop',
    OTEL_RESOURCE_ATTRIBUTES: 'team=a',
    OTEL_SERVICE_NAME: 'shop',
  };
}

/** The line of each span that a hook has placed, by the span's name. */
async function linesOf({ file }: Program, child: TelemetryChild): Promise<Readonly<Record<string, number>>> {
  const sites = await child.store.sites(file);
  return Object.fromEntries(sites.flatMap(({ site, names }) => names.map((name) => [name, site.line])));
}

async function expectedLines({ file }: Program): Promise<Readonly<Record<string, number>>> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const lineOf = (name: string) => lines.findIndex((line) => /start_?\w*span\(/i.test(line) && line.includes(name)) + 1;
  return Object.fromEntries(['late name', 'linked', 'order'].map((name) => [name, lineOf(name)]));
}

const RUNTIMES = [
  { name: 'Node', stage: stageNode, protocols: PROTOCOLS, skip: false },
  // The exporter that the environment brings is that of HTTP with protobuf; what it sends goes on over any transport.
  { name: 'Python', stage: stagePython, protocols: ['http/protobuf'], skip: missingPython },
] as const;

for (const { name, stage, protocols, skip } of RUNTIMES)
  suite(`a ${name} program that is captured and forwarded`, { skip }, () => {
    for (const protocol of protocols)
      test(`tells its backend over ${protocol} what it tells it without us, and has its spans here on their lines`, async () => {
        await using staged = await stage();
        const { program } = staged;
        await using scratch = await createScratch();
        await using child = await startTelemetry({ folder: scratch.path });
        await child.api.setRoots([dirname(program.file)]);
        await using alone = await open(protocol);
        const plain = await program.run(variablesFor(alone, protocol));
        await using backend = await open(protocol);
        const captured = await runCaptured(program, variablesFor(backend, protocol), { forward: true }, child, 's-1');
        assert.deepEqual(captured, plain, 'it prints and ends as it does without us');
        await eventuallyIs(
          () => namesOf(backend),
          (names) => names.length >= NAMES.length,
        );
        assert.deepEqual(namesOf(alone), NAMES);
        const told = toldTo(backend);
        assert.deepEqual(told, toldTo(alone));
        assert.doesNotMatch(JSON.stringify(told).replace('"spanline.note"', ''), /spanline/);
        assert.ok(JSON.stringify(told).includes('/own.'), 'a place of the program’s own stays');
        for (const { headers } of tracesTo(backend)) assert.equal(headers['x-tenant'], 'the shop');
        await eventuallyIs(
          () => child.store.summary(),
          ({ spans }) => spans === NAMES.length,
        );
        assert.deepEqual(await linesOf(program, child), await expectedLines(program));
        assert.deepEqual((await child.store.summary()).notices, []);
      });

    test('has its spans passed on over gRPC, whatever its own exporter speaks', async () => {
      await using staged = await stage();
      await using child = await startTelemetry();
      await using backend = await openGrpcBackend();
      await runCaptured(staged.program, variablesFor(backend, 'grpc'), { forward: true }, child, 's-1');
      await eventuallyIs(
        () => namesOf(backend),
        (names) => names.length >= NAMES.length,
      );
      assert.deepEqual(namesOf(backend), NAMES);
    });

    test('that is overridden instead has its traces here alone, and its metrics where they went', async () => {
      await using staged = await stage();
      await using child = await startTelemetry();
      await using backend = await openHttpBackend();
      const variables = {
        ...variablesFor(backend, 'http/protobuf'),
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${backend.port}/v1/traces`,
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-secret=1',
        OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
        OTEL_METRICS_EXPORTER: 'otlp',
      };
      const outcome = await runCaptured(staged.program, variables, { override: true }, child, 's-1');
      assert.deepEqual([outcome.code, outcome.stderr], [0, '']);
      await eventuallyIs(
        () => child.store.summary(),
        ({ spans }) => spans === NAMES.length,
      );
      assert.deepEqual(tracesTo(backend), []);
      if (name !== 'Node') return;
      const metrics = backend.requests.filter(({ path }) => path === '/v1/metrics');
      assert.ok(metrics.length > 0);
      for (const { body } of metrics) assert.ok(!body.toString('latin1').includes('spanline'));
    });
  });
