/** Programs that have a tracer are left to it: the same spans as without us, once, and the same output. */
import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { bundleHook, bundleNodeSdk } from '../hooks-node/bundle.ts';
import { SDKS, type Sdk } from '../hooks-node/install-sdk.ts';
import { openOtlpSocket } from '../hooks-node/otlp-socket.ts';
import { fixture as otherFixture } from '../hooks-node/place.ts';
import { type Outcome, runProgram } from '../hooks-node/run-program.ts';
import { bundleProgram } from './bundle-program.ts';
import { type Captured, launchEnvironment, runCaptured } from './run-captured.ts';
import { createStage, fixture } from './stage.ts';

let callSites = '';
let nodeSdk = '';
before(async () => {
  [callSites, nodeSdk] = await Promise.all([bundleHook(), bundleNodeSdk()]);
});

/** How the program comes by its SDK, and whether that can be told before it runs. */
const WAYS = ['listed in package.json', 'unlisted', 'unlisted, imported', 'in its bundle'] as const;

for (const sdk of SDKS)
  describe(`a program with ${sdk}`, () => {
    for (const way of WAYS)
      it(way, async () => {
        const [without, withSdk] = [await runOwn(sdk, way, []), await runOwn(sdk, way, [nodeSdk])];
        assert.match(without.outcome.stdout, /host (?:55|undefined)\n/);
        assert.deepEqual(withSdk, without);
        assert.equal(without.spans.length, 3);
      });
  });

/** Its exporter writes JSON: a batch of ours would be no JSON, and fail the test. */
async function runOwn(sdk: Sdk, way: (typeof WAYS)[number], hooks: readonly string[]): Promise<Result> {
  await using stage = await createStage(otherFixture(sdk));
  await using socket = await openOtlpSocket();
  await cp(otherFixture(sdk, 'setup.cjs'), join(stage.folder, 'setup.cjs'));
  const source = join(stage.folder, 'own-sdk.mjs');
  const bundle = join(stage.folder, 'own-sdk.cjs');
  await bundleProgram(source, bundle, way === 'in its bundle' ? 'bundle' : 'external');
  if (way === 'listed in package.json') await cp(otherFixture(sdk, 'package.json'), join(stage.folder, 'package.json'));
  const outcome = await runProgram({
    args: [way === 'unlisted, imported' ? source : bundle],
    cwd: stage.folder,
    hooks: [callSites, ...hooks],
    env: { ...launchEnvironment(socket.endpoint), SPANLINE_HOOK_DEBUG: '1' },
  });
  const spans = socket.spans.map(({ scope, kind, name, attributes }) => {
    return [scope, kind, name, attributes['code.line.number']].join();
  });
  return { outcome, spans: spans.sort() };
}

interface Result {
  readonly outcome: Outcome;
  readonly spans: readonly string[];
}

describe('a program with another tracer', () => {
  it('is left before it runs when it lists one', async () => {
    const result = await runOther('shop.mts', async (folder) => {
      await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies: { 'dd-trace': '5' } }));
    });
    assert.deepEqual(result, { outcome: { code: 0, stdout: '', stderr: '' }, spans: [] });
  });

  it('does not wait for the SDK to be read when it lists one', async () => {
    const isRead = `console.log(Object.keys(require.cache).some((path) => /node-sdk-instrument/.test(path)));`;
    const { outcome: left } = await runOther('is-read.cjs', async (folder) => {
      await writeFile(join(folder, 'is-read.cjs'), isRead);
      await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies: { 'dd-trace': '5' } }));
    });
    assert.deepEqual(left, { code: 0, stdout: 'false\n', stderr: '' });
    const { outcome: traced } = await runOther('is-read.cjs', (folder) =>
      writeFile(join(folder, 'is-read.cjs'), isRead),
    );
    assert.deepEqual(traced, { code: 0, stdout: 'true\n', stderr: '' });
  });

  it('is left when it loads one', async () => {
    const { outcome, spans } = await runOther('other-tracer.cjs');
    // The header that the caller sends is that of an instrumentation, if there is one.
    assert.deepEqual(outcome, { code: 0, stdout: 'undefined\n', stderr: '' });
    assert.deepEqual(spans, []);
  });

  it('has its own provider: Sentry', async () => {
    const { outcome, spans } = await runOther('sentry.cjs', undefined, fixture('sentry'));
    assert.deepEqual({ outcome, spans }, { outcome: { code: 0, stdout: 'sent: GET /\n', stderr: '' }, spans: [] });
  });
});

describe('a program that is told to', () => {
  const told: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['send nothing', { OTEL_SDK_DISABLED: 'true' }],
    ['print its spans', { OTEL_TRACES_EXPORTER: 'console' }],
    ['send elsewhere', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector.test:4318/v1/traces' }],
    ['go without hooks', { SPANLINE_HOOK: 'off' }],
    ['go without an SDK', { SPANLINE_AUTO: '' }],
  ];
  for (const [what, env] of told)
    it(what, async () => {
      await using stage = await createStage();
      const args = [join(stage.folder, 'shop.mts')];
      const captured = await runCaptured({ args, cwd: stage.folder, hooks: [callSites, nodeSdk], env });
      assert.deepEqual(captured, { outcome: { code: 0, stdout: '', stderr: '' }, spans: [] });
    });
});

async function runOther(
  program: string,
  prepare: (folder: string) => Promise<void> = async () => {},
  packages = fixture('packages'),
): Promise<Captured> {
  await using stage = await createStage(packages);
  await prepare(stage.folder);
  const hooks = [callSites, nodeSdk];
  return await runCaptured({ args: [join(stage.folder, program)], cwd: stage.folder, hooks });
}
