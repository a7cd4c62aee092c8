/** A program without any OpenTelemetry has spans, and each names its line: in every form of a program. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { bundleHook, bundleNodeSdk } from '../hooks-node/bundle.ts';
import { mapPlace, placeOf } from '../hooks-node/expect-marks.ts';
import { readMarks } from '../hooks-node/marks.ts';
import type { ReceivedSpan } from '../hooks-node/otlp-socket.ts';
import { MORE_VARIANTS, VARIANTS, type Variant } from '../hooks-node/program-variant.ts';
import type { Launch } from '../hooks-node/run-program.ts';
import { bundleProgram } from './bundle-program.ts';
import { type Captured, runCaptured } from './run-captured.ts';
import { createStage } from './stage.ts';

/** Of SpanKind, as OTLP counts. */
const INTERNAL = 1;
const SERVER = 2;

let hooks: readonly string[] = [];
before(async () => {
  hooks = await Promise.all([bundleHook(), bundleNodeSdk()]);
});

describe('a service of Express, its callers', () => {
  for (const variant of [...VARIANTS, ...MORE_VARIANTS]) {
    const { skip } = variant;
    it(variant.name, skip === undefined ? {} : { skip }, () => checkShop(variant));
  }
});

async function checkShop(variant: Variant): Promise<void> {
  await using stage = await createStage();
  const program = await variant.create(stage.folder);
  const { outcome, spans } = await run(stage.folder, program.args, program.env);
  assert.deepEqual(outcome, { code: 0, stdout: '', stderr: '' });

  const marks = readMarks(await readFile(program.written, 'utf8'));
  const seen = new Set<string>();
  // Express has spans of its own for each function that it calls.
  for (const span of spans.filter(({ kind }) => kind !== INTERNAL)) {
    const key = keyOf(span);
    seen.add(key);
    const mark = marks.get(key);
    assert.ok(mark, `a mark for ${key}`);
    const raw = placeOf(span);
    const place = program.isMapped ? raw : mapPlace(raw, program.generated);
    assert.equal(place.file, program.written, `${key}: file`);
    assert.equal(place.line, mark.line, `${key}: line`);
    if (!program.isMinified) assert.equal(place.functionName, mark.functionName, `${key}: function`);
  }
  assert.deepEqual([...seen].sort(), [...marks.keys()].sort());
}

/** Requests of clients have but a method for a name, and are known by what made them. */
function keyOf({ kind, name, scope }: ReceivedSpan): string {
  if (kind === SERVER) return name;
  return scope.includes('undici') ? 'fetch' : 'http.get';
}

describe('clients and other frameworks', () => {
  it('are instrumented where they are imported', async () => {
    await using stage = await createStage();
    const file = join(stage.folder, 'clients.mjs');
    const { outcome, spans } = await run(stage.folder, [file]);
    assert.deepEqual(outcome, { code: 0, stdout: '', stderr: '' });
    for (const [library, { line, functionName }] of readMarks(await readFile(file, 'utf8'))) {
      const places = spans
        .filter(({ scope }) => scope === `@opentelemetry/instrumentation-${library}`)
        .map(placeOf)
        .map((place) => [place.file, place.line, functionName && place.functionName].join());
      const expected = [file, line, functionName].join();
      assert.ok(places.includes(expected), `${library}: ${JSON.stringify(places)}`);
    }
    assert.ok(spans.some(({ scope }) => scope === '@opentelemetry/instrumentation-koa'));
    const served = spans.filter(({ kind }) => kind === SERVER).map(({ name }) => name);
    assert.ok(served.includes('GET /stock/:id'), `the route of Fastify: ${served}`);
  });
});

describe('a program with the API alone', () => {
  for (const packages of ['external', 'bundle'] as const)
    it(`has its own spans in the trace of the request, API ${packages}`, async () => {
      await using stage = await createStage();
      const source = join(stage.folder, 'api-only.mts');
      const file = join(stage.folder, 'out.cjs');
      await bundleProgram(source, file, packages);
      const { outcome, spans } = await run(stage.folder, ['--enable-source-maps', file]);
      assert.deepEqual(outcome, { code: 0, stdout: '', stderr: '' });
      const count = spans.find(({ name }) => name === 'count');
      assert.ok(count, 'its own span');
      const { line, functionName } = readMarks(await readFile(source, 'utf8')).get('count') ?? {};
      const place = placeOf(count);
      assert.deepEqual([place.file, place.line, place.functionName], [source, line, functionName]);
      const [server, ...others] = spans.filter(({ kind }) => kind === SERVER);
      assert.deepEqual(others, []);
      assert.deepEqual([count.traceId, count.parentSpanId], [server?.traceId, server?.spanId]);
    });
});

describe('the children of a program', () => {
  it('are instrumented: forks and worker threads, each to its end', async () => {
    await using stage = await createStage();
    const { outcome, spans } = await run(stage.folder, [join(stage.folder, 'children.cjs')]);
    assert.deepEqual(outcome, { code: 0, stdout: '', stderr: '' });
    const paths = spans
      .filter(({ kind }) => kind === SERVER)
      .map(({ attributes }) => attributes['url.path'] ?? attributes['http.target']);
    assert.deepEqual(paths.sort(), ['/fork', '/worker']);
  });
});

function run(folder: string, args: readonly string[], env: Launch['env'] = {}): Promise<Captured> {
  return runCaptured({ args, cwd: folder, hooks, env: { ...env, SPANLINE_HOOK_DEBUG: '1', NODE_NO_WARNINGS: '1' } });
}
