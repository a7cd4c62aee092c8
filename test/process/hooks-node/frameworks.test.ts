/** The spans of servers name the route handlers, those of frameworks' instrumentations the functions that they are of. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { bundleHook } from './bundle.ts';
import { assertPlace, placeOf } from './expect-marks.ts';
import { type Installed, MISSING_SDKS } from './install-sdk.ts';
import { readMarks } from './marks.ts';
import { openOtlpSocket, type ReceivedSpan } from './otlp-socket.ts';
import { type Outcome, runProgram } from './run-program.ts';
import { createStage } from './stage.ts';

interface Lane {
  readonly installed: Installed;
  readonly skip: string | undefined;
  /** What runs, and the spans of which instrumentation name functions of the user's. */
  readonly programs: readonly (readonly [file: string, name: string, scope: RegExp | undefined])[];
}

const LANES: readonly Lane[] = [
  {
    installed: 'frameworks-1',
    skip: undefined,
    programs: [
      ['express.cjs', 'Express 4', /express$/],
      ['koa.cjs', 'Koa 2', /koa$/],
      ['fastify.cjs', 'Fastify 5, its older instrumentation', /fastify$/],
      ['nest.cjs', 'Nest 10', /nestjs-core$/],
      ['plain.cjs', 'no framework', undefined],
    ],
  },
  {
    installed: 'frameworks-3',
    skip: MISSING_SDKS.find(({ sdk }) => sdk === 'sdk-3')?.why,
    programs: [
      ['express.cjs', 'Express 5', /express$/],
      ['koa.cjs', 'Koa 3', /koa$/],
      ['fastify.cjs', 'Fastify 5', /^@fastify\/otel$/],
      ['nest.cjs', 'Nest 11', /nestjs-core$/],
      ['plain.cjs', 'no framework', undefined],
    ],
  },
];

let hook = '';
before(async () => {
  hook = await bundleHook();
});

for (const { installed, skip, programs } of LANES) {
  describe(installed, skip === undefined ? {} : { skip }, () => {
    for (const [file, name, scope] of programs) it(name, () => check(installed, file, scope));
    it('handlers print what they print without the hook', async () => {
      const without = await print(installed, []);
      assert.equal(without.code, 0, without.stderr);
      assert.match(
        without.stdout,
        /express Error: printed[\s\S]+fastify Error: printed[\s\S]+koa route Error: printed/,
      );
      assert.deepEqual(await print(installed, [hook]), without);
    });
  });
}

async function check(installed: Installed, name: string, scope: RegExp | undefined): Promise<void> {
  await using stage = await createStage(installed);
  await using socket = await openOtlpSocket();
  const file = join(stage.folder, name);
  const outcome = await runProgram({
    args: [file],
    cwd: stage.folder,
    hooks: [hook],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: socket.endpoint, SPANLINE_HOOK_DEBUG: '1' },
  });
  assert.deepEqual(outcome, { code: 0, stdout: '', stderr: '' });

  const marks = readMarks(await readFile(file, 'utf8'));
  const seen = new Set<string>();
  let callees = 0;
  for (const span of socket.spans) {
    const key = keyOf(span);
    const mark = marks.get(key);
    // Middlewares of a framework's own have no line of the user's.
    if (mark === undefined) continue;
    seen.add(key);
    const place = placeOf(span);
    assertPlace(key, place, file, mark);
    assert.equal(place.functionName, mark.functionName, `${key}: function`);
    if (span.kind === SERVER) assert.equal(place.origin, 'handler', `${key}: origin`);
    if (scope?.test(span.scope) && (place.origin === 'handler' || place.origin === 'callee')) callees++;
  }
  // The instrumentation of a framework is not the same in each release.
  const expected = [...marks.keys()].filter((key) => key.startsWith('server ') || key.startsWith('in '));
  for (const key of expected) assert.ok(seen.has(key), `a span for ${key}`);
  if (scope !== undefined) assert.ok(callees > 0, 'the framework is instrumented');
}

async function print(installed: Installed, hooks: readonly string[]): Promise<Outcome> {
  await using stage = await createStage(installed);
  await using socket = await openOtlpSocket();
  const { code, stdout, stderr } = await runProgram({
    args: [join(stage.folder, 'print.cjs')],
    cwd: stage.folder,
    hooks,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: socket.endpoint },
  });
  return { code, stdout: stdout.replaceAll(stage.folder, '.'), stderr: stderr.replaceAll(stage.folder, '.') };
}

/** `SpanKind.SERVER`, as OTLP counts. */
const SERVER = 2;

function keyOf({ name, kind, attributes }: ReceivedSpan): string {
  if (kind === SERVER) return `server ${attributes['url.path'] ?? attributes['http.target']}`;
  if (attributes['koa.type'] === 'router') return `${name}: ${attributes['code.function.name'] ?? ''}`.trim();
  if (name === 'request handler') return `${name} - ${attributes['http.route']}`;
  return name;
}
