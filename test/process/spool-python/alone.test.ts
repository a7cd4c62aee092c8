/** Spans that nothing exports: the spool alone brings them, and nobody calls them lost. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventuallyIs } from '../../support/eventually.ts';
import { createScratch, startTelemetry } from '../../support/telemetry-child.ts';
import { missingPython } from '../hooks-python/install-python.ts';
import { createSpoolStage, runSpooled } from './spooled.ts';

describe('a program without an exporter', { skip: missingPython }, () => {
  it('is in the view with all of its spans, of which none is said to be lost', async () => {
    await using scratch = await createScratch();
    await using child = await startTelemetry({ folder: scratch.path });
    const spool = await child.api.openSpool();
    assert.ok(spool !== undefined);
    await using stage = await createSpoolStage();
    const outcome = await runSpooled(stage, 'alone.py', { SPANLINE_SPOOL: spool, OTEL_SERVICE_NAME: 'alone' });
    assert.deepEqual(outcome, { code: 0, stdout: '', stderr: '' });
    const { notices } = await eventuallyIs(
      () => child.store.summary(),
      ({ notices }) => notices.length > 0,
    );
    assert.deepEqual(
      notices.map(({ message }) => message),
      ['alone has ended: 4 spans started; 1 had not ended and is shown as cut off.'],
    );
    const { rows } = await child.store.traces({ filter: {}, first: 0, count: 10 });
    assert.deepEqual(rows.map(({ name }) => name).sort(), ['ended 0', 'ended 1', 'ended 2', 'open']);
  });
});
