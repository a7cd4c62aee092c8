// Where debugpy has stopped a Python program, the active span of the task is known, and with it the open spans around it.

import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { ACTIVE_SPAN_EXPRESSION, parseActiveSpan } from '../../../src/debugger/active-span.ts';
import { parseSpanId, parseTraceId } from '../../../src/model/ids.ts';
import { createScratch, startTelemetry } from '../../support/telemetry-child.ts';
import { type DebuggedProgram, debugProgram } from '../hooks-python/debugged-program.ts';
import { missingPython } from '../hooks-python/install-python.ts';
import { createStage } from '../hooks-python/stage.ts';

async function findStop(file: string): Promise<number> {
  return (await readFile(file, 'utf8')).split('\n').findIndex((line) => line.includes('# the stop')) + 1;
}

async function evaluate({ adapter, threadId }: DebuggedProgram, expression: string) {
  const stack = await adapter.request('stackTrace', { threadId, startFrame: 0, levels: 1 });
  const frames: unknown = stack.body?.stackFrames;
  const frameId: unknown = Array.isArray(frames) ? frames[0]?.id : undefined;
  return (await adapter.request('evaluate', { expression, frameId, context: 'watch' })).body;
}

async function ask(program: DebuggedProgram) {
  return parseActiveSpan(await evaluate(program, ACTIVE_SPAN_EXPRESSION.python));
}

suite('a Python program that is stopped', { skip: missingPython, timeout: 120_000 }, () => {
  test('the active span, the one around it, and those of another task and another thread', async () => {
    await using stage = await createStage();
    const file = join(stage.folder, 'shop.py');
    await cp(join(import.meta.dirname, 'fixtures', 'shop.py'), file);
    await using scratch = await createScratch();
    await using child = await startTelemetry({ folder: scratch.path });
    const port = await child.api.listen(0);
    await using program = await debugProgram({
      file,
      line: await findStop(file),
      env: {
        PYTHONPATH: stage.hook,
        SPANLINE_SPOOL: (await child.api.openSpool()) ?? '',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/v1/traces`,
        OTEL_BSP_SCHEDULE_DELAY: '60000',
      },
    });
    const told = await ask(program);
    const [trace, span] = [parseTraceId(told?.active?.traceId), parseSpanId(told?.active?.spanId)];
    assert.ok(told && trace && span);
    assert.equal(told.active?.isSampled, true);
    const { isTold, activeState, around, others } = await child.store.openSpans(told.pid, { trace, span });
    assert.deepEqual([isTold, activeState], [true, 'open']);
    assert.deepEqual(
      around.map(({ name }) => name),
      ['price order', 'check out'],
    );
    assert.deepEqual(
      others.map(({ name }) => name),
      ['pack', 'clean up'],
    );
    assert.match(JSON.stringify(around[0]?.site), /shop\.py/);
  });

  test('where the debugger has something slow to load first: nobody is warned of a question that was not theirs', async () => {
    const fixtures = join(import.meta.dirname, 'fixtures');
    const file = join(fixtures, 'bare.py');
    // The warnings of the debugger come after so many seconds: that of a slow value is wanted here, and no other.
    const limits = { PYDEVD_WARN_SLOW_RESOLVE_TIMEOUT: '3', PYDEVD_WARN_EVALUATION_TIMEOUT: '600' };
    const env = { PYTHONPATH: join(fixtures, 'slow-django'), ...limits };
    await using program = await debugProgram({ file, line: await findStop(file), env });
    assert.ok(await ask(program));
    const said = program.adapter.seen('output').map(({ body }) => String(body?.output));
    assert.deepEqual(
      said.filter((text) => text.includes('pydevd warning')),
      [],
    );
  });

  test('without OpenTelemetry: no span is active, and OpenTelemetry is not imported for the question', async () => {
    const file = join(import.meta.dirname, 'fixtures', 'bare.py');
    await using program = await debugProgram({ file, line: await findStop(file), env: {} });
    const told = await ask(program);
    assert.ok(told && told.pid > 0);
    assert.equal(told.active, undefined);
    const imported = await evaluate(program, '"opentelemetry" in __import__("sys").modules');
    assert.equal(imported?.result, 'False');
  });
});
