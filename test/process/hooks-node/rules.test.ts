/** What the hook leaves alone, whose frame a span takes that has none, and when the hook stays out. */
import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { bundleHook } from './bundle.ts';
import { assertPlace, type Place, placeOf } from './expect-marks.ts';
import { SDKS, type Sdk } from './install-sdk.ts';
import { type Mark, readMarks } from './marks.ts';
import { openOtlpSocket } from './otlp-socket.ts';
import { runProgram } from './run-program.ts';
import { createStage } from './stage.ts';

const NOWHERE: Place = {
  file: undefined,
  line: undefined,
  column: undefined,
  functionName: undefined,
  origin: undefined,
  mapped: undefined,
};

const ORIGINS: ReadonlyMap<string, string> = new Map([
  ['middleware', 'first-user-frame'],
  ['job of the framework', 'first-user-frame'],
  ['of a helper', 'wrapper'],
]);

const NAMED_BY_THEMSELVES: ReadonlySet<string> = new Set(['order 1', 'constant', 'handled']);

let hook = '';
before(async () => {
  hook = await bundleHook();
});

for (const sdk of SDKS) {
  it(`takes and gives frames by the rules, ${sdk}`, async () => {
    const { places, marks, file } = await run(sdk, 'rules.cjs', [hook]);
    assert.deepEqual(places.get('stated'), { ...NOWHERE, file: '/user/said.js' });
    assert.deepEqual(places.get('stated before'), NOWHERE);
    assert.deepEqual(places.get('childless'), NOWHERE);
    for (const [key, mark] of marks) {
      const place = places.get(key);
      assert.ok(place, `a span for ${key}`);
      assertPlace(key, place, file, mark);
      assert.equal(place.functionName, mark.functionName, `${key}: function`);
      assert.equal(place.origin, ORIGINS.get(key), `${key}: origin`);
    }
  });
}

for (const sdk of SDKS) {
  it(`names the call of a function which starts spans for all, ${sdk}`, async () => {
    const { places, marks, file } = await run(sdk, 'wrappers.cjs', [hook]);
    for (const [key, mark] of marks) {
      const place = places.get(key);
      assert.ok(place, `a span for ${key}`);
      assertPlace(key, place, file, mark);
      assert.equal(place.functionName, mark.functionName, `${key}: function`);
      assert.equal(place.origin, NAMED_BY_THEMSELVES.has(key) ? undefined : 'wrapper', `${key}: origin`);
    }
  });
}

describe('the process', () => {
  it('is watched in forks and worker threads', async () => {
    const { places, marks, file } = await run('sdk-2', 'children.cjs', [hook]);
    assert.equal(marks.size, 2);
    for (const [key, mark] of marks) assertPlace(key, places.get(key) ?? NOWHERE, file, mark);
  });

  it('is hooked once by two copies of the hook', async () => {
    const copy = `${hook}.copy.cjs`;
    await cp(hook, copy);
    const { places, marks, file } = await run('sdk-2', 'once.cjs', [hook, hook], { SECOND_HOOK: copy });
    for (const [key, mark] of marks) assertPlace(key, places.get(key) ?? NOWHERE, file, mark);
  });

  it('is left alone when the hook is switched off', async () => {
    const { places } = await run('sdk-2', 'own-limit.cjs', [hook], { SPANLINE_HOOK: 'off' });
    assert.deepEqual([...places], [['own limit', NOWHERE]]);
  });

  it('is left alone when it is a tool', async () => {
    const { places } = await run('sdk-2', 'own-limit.cjs', [hook], {}, 'eslint.cjs');
    assert.deepEqual([...places], [['own limit', NOWHERE]]);
  });
});

interface Result {
  readonly places: ReadonlyMap<string, Place>;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly file: string;
}

async function run(
  sdk: Sdk,
  name: string,
  hooks: readonly string[],
  env: Readonly<Record<string, string>> = {},
  runAs = name,
): Promise<Result> {
  await using stage = await createStage(sdk);
  await using socket = await openOtlpSocket();
  const file = join(stage.folder, runAs);
  if (runAs !== name) await cp(join(stage.folder, name), file);
  const outcome = await runProgram({
    args: [file],
    cwd: stage.folder,
    hooks,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: socket.endpoint, SPANLINE_HOOK_DEBUG: '1', ...env },
  });
  assert.equal(outcome.stderr, '');
  assert.equal(outcome.code, 0);
  const marks = readMarks(await readFile(file, 'utf8'));
  return { places: new Map(socket.spans.map((span) => [span.name, placeOf(span)])), marks, file };
}
