/** Stop is SIGKILL: what ended before is in the view, and what had not ended is there as begun. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'node:test';
import { eventuallyIs } from '../../support/eventually.ts';
import { createScratch, startTelemetry } from '../../support/telemetry-child.ts';
import { installPython, missingPython } from '../hooks-python/install-python.ts';
import { createSpoolStage, readSpool } from './spooled.ts';

const TICKS = Array.from({ length: 20 }, (_, number) => `tick ${number}`);
/** The SDK's default: nothing has been exported by the time of the kill. */
const DELAY = '5000';

describe('a Python program that is killed', { skip: missingPython }, () => {
  it('has spooled the end of each span that ended, and the start of the open one', async () => {
    await using stage = await createSpoolStage();
    await runAndKill(stage, stage.spool, 1);
    const [file, ...others] = await readSpool(stage.spool);
    assert.equal(others.length, 0);
    assert.deepEqual(
      file?.ended.map(({ name }) => name),
      TICKS,
    );
    assert.deepEqual(
      file?.started.map(({ name }) => name),
      ['open', ...TICKS],
    );
    const [origin, ...more] = [...(file?.origins.values() ?? [])];
    assert.equal(more.length, 0);
    assert.deepEqual(origin?.scope, { name: 'ticks', version: '1.2.3', attributes: [] });
    const resource = origin?.resource.attributes.map(({ key }) => key) ?? [];
    assert.ok(resource.includes('service.name') && resource.includes('telemetry.sdk.name'));
  });

  it('is in the view with all of its spans', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry({ folder: scratch.path });
    const port = await child.api.listen(0);
    const spool = await child.api.openSpool();
    assert.ok(spool !== undefined);
    await using stage = await createSpoolStage();
    await runAndKill(stage, spool, port);
    const { rows } = await eventuallyIs(
      () => child.store.traces({ filter: {}, first: 0, count: 10 }),
      ({ rows }) => rows[0]?.spans === TICKS.length + 1,
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['open'],
    );
  });
});

/** Resolves when it is gone. */
async function runAndKill(
  stage: { readonly folder: string; readonly hook: string },
  spool: string,
  port: number,
): Promise<void> {
  const program = spawn(await installPython(), [join(stage.folder, 'ticks.py')], {
    env: {
      PATH: process.env.PATH,
      PYTHONPATH: stage.hook,
      SPANLINE_HOOK_DEBUG: '1',
      SPANLINE_SPOOL: spool,
      OTEL_BSP_SCHEDULE_DELAY: DELAY,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/v1/traces`,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(program, 'exit');
  await once(createInterface({ input: program.stdout }), 'line');
  program.kill('SIGKILL');
  await ended;
}
