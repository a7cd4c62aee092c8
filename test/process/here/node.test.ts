// Where a Node program has stopped, the active span is known, and with it the open spans around it, in other processes too.

import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { build } from 'esbuild';
import { ACTIVE_SPAN_EXPRESSION, parseActiveSpan } from '../../../src/debugger/active-span.ts';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';
import type { OpenSpans, SpanReference } from '../../../src/protocol/store-api.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { createScratch, startTelemetry } from '../../support/telemetry-child.ts';
import { bundleHook, bundleNodeSdk } from '../hooks-node/bundle.ts';
import { SDKS } from '../hooks-node/install-sdk.ts';
import { createStage } from '../hooks-node/stage.ts';
import { launchEnvironment } from '../zero-code-node/run-captured.ts';
import { type InspectedProgram, inspectProgram } from './inspected-program.ts';

let hook = '';
let nodeSdk = '';
before(async () => {
  hook = await bundleHook();
  nodeSdk = await bundleNodeSdk();
});

const FORMS = {
  'an ES module': { format: 'esm', packages: 'external', out: 'shop.out.mjs' },
  CommonJS: { format: 'cjs', packages: 'external', out: 'shop.out.cjs' },
  'a bundle with the SDK': { format: 'cjs', packages: 'bundle', out: 'shop.bundle.cjs' },
} as const;

async function writeForm(folder: string, { format, packages, out }: (typeof FORMS)[keyof typeof FORMS]) {
  await cp(join(import.meta.dirname, 'fixtures'), folder, { recursive: true });
  const outfile = join(folder, out);
  await build({
    ...{ format, packages, outfile },
    entryPoints: [join(folder, 'shop.mjs')],
    bundle: true,
    // Of the fixture: beside the program, as what is installed is.
    external: packages === 'external' ? ['./setup.cjs'] : [],
    platform: 'node',
    logLevel: 'error',
  });
  return outfile;
}

/** What is active where the program is stopped, as the view asks for it. */
async function activeIn(program: InspectedProgram) {
  const told = parseActiveSpan({ result: `'${await program.evaluate(ACTIVE_SPAN_EXPRESSION.node)}'` });
  assert.equal(told?.pid, program.pid);
  const [trace, span] = [parseTraceId(told.active?.traceId), parseSpanId(told.active?.spanId)];
  const active: SpanReference | undefined = trace && span && { trace, span };
  return { active, isSampled: told.active?.isSampled };
}

function names({ around, others }: OpenSpans) {
  return { around: around.map(({ name }) => name), others: others.map(({ name }) => name) };
}

suite('a program that is stopped', { skip: process.platform === 'win32' && 'signals' }, () => {
  for (const sdk of SDKS)
    for (const [name, form] of Object.entries(FORMS))
      test(`with ${sdk}, ${name}: the active span, those around it up to the caller's, and those of other tasks`, async () => {
        await using stage = await createStage(sdk);
        const file = await writeForm(stage.folder, form);
        await using scratch = await createScratch();
        await using child = await startTelemetry({ folder: scratch.path });
        const port = await child.api.listen(0);
        const env = {
          NODE_OPTIONS: `--require "${hook.replaceAll('\\', '/')}"`,
          SPANLINE_SPOOL: (await child.api.openSpool()) ?? '',
          OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/v1/traces`,
          OTEL_BSP_SCHEDULE_DELAY: '60000',
        };
        await using shop = await inspectProgram(file, env);
        await using caller = await inspectProgram(file, { ...env, ASK: await shop.said() });
        await shop.stopped();
        const { active, isSampled } = await activeIn(shop);
        assert.equal(isSampled, true);
        const spans = await child.store.openSpans(shop.pid, active);
        assert.equal(spans.isTold, true);
        assert.equal(spans.activeState, 'open');
        assert.deepEqual(names(spans), { around: ['reserve', 'GET', 'GET', 'order'], others: ['clean up'] });
        assert.equal(spans.around[0]?.spanId, active?.span);
        assert.ok(spans.around.every(({ traceId }) => traceId === active?.trace));
        assert.match(JSON.stringify(spans.around[0]?.site), /shop/);
        const others = names(await child.store.openSpans(caller.pid, undefined)).others;
        assert.deepEqual([...others].sort(), ['GET', 'order']);
        // The trace that a click opens has them, and what has ended below them.
        assert.ok(active);
        const layout = await child.store.trace(active.trace, undefined);
        assert.ok(layout !== 'unchanged' && layout?.names.includes('look up'));
        await shop.resume();
        const later = await eventuallyIs(
          () => child.store.openSpans(shop.pid, active),
          ({ activeState }) => activeState === 'ended',
        );
        assert.ok(!names(later).around.includes('reserve'));
        assert.deepEqual(names(later).others, ['clean up']);
        shop.kill('SIGUSR2');
        await shop.stopped();
        assert.deepEqual(await activeIn(shop), { active: undefined, isSampled: undefined });
      });

  test('traced by the SDK that we bring: the request, and the one that asked for it', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry({ folder: join(scratch.path, 'kept') });
    const port = await child.api.listen(0);
    const file = join(scratch.path, 'zero-code.mjs');
    await cp(join(import.meta.dirname, 'fixtures', 'zero-code.mjs'), file);
    await using program = await inspectProgram(file, {
      NODE_OPTIONS: [hook, nodeSdk].map((path) => `--require "${path.replaceAll('\\', '/')}"`).join(' '),
      SPANLINE_SPOOL: (await child.api.openSpool()) ?? '',
      ...launchEnvironment(`http://127.0.0.1:${port}`),
    });
    await program.stopped();
    const { active } = await activeIn(program);
    const { around, others } = await child.store.openSpans(program.pid, active);
    assert.deepEqual(
      around.map(({ service, spanId }) => [service, spanId === active?.span]),
      [
        ['zero-code.mjs', true],
        ['zero-code.mjs', false],
      ],
    );
    assert.deepEqual(others, []);
  });

  test('that has no OpenTelemetry: no span is active, and none is told of', async () => {
    await using child = await startTelemetry();
    await using program = await inspectProgram(join(import.meta.dirname, 'fixtures', 'bare.mjs'), {});
    await program.stopped();
    const { active } = await activeIn(program);
    assert.equal(active, undefined);
    const none = { isTold: false, activeState: undefined, around: [], others: [], more: 0 };
    assert.deepEqual(await child.store.openSpans(program.pid, active), none);
  });
});
