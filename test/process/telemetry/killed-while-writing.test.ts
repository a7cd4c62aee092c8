// kill -9 at random moments while spans come in: each file opens, and only what came in the last second may be missing.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SpanBatch } from '../../../src/model/span-batch.ts';
import { decodeTrace } from '../../../src/otlp/trace/decode-trace.ts';
import { readRun } from '../../../src/store/runs/read-run.ts';
import { HEAD_BYTES } from '../../../src/store/runs/run-frame.ts';
import { openRunBytes } from '../../../src/worker/disk.ts';
import { packer } from '../../../src/worker/packer.ts';
import { createScratch, startTelemetry } from '../../support/telemetry-child.ts';
import { spanId, traceId } from '../../support/trace-request.ts';

const KILLS = 200;
/** At a time: each is a process of its own. */
const LANES = 4;
const LONGEST_LIFE = 1500;

test(`${KILLS} kills`, async () => {
  let left = KILLS;
  let kept = 0;
  const lane = async () => {
    while (left-- > 0) kept += await killOnce(Math.random() * LONGEST_LIFE);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  assert.ok(kept > 0, 'something was kept at all');
});

/** Answers with how many spans were in the file. */
async function killOnce(life: number): Promise<number> {
  await using scratch = await createScratch();
  const child = await startTelemetry({ folder: scratch.path });
  /** By the number of the request: when it was answered. */
  const answered: number[] = [];
  let isOver = false;
  const send = (async () => {
    for (let i = 1; !isOver; i++) {
      const status = await child.send([{ id: spanId(i), trace: traceId(i) }]).catch(() => 0);
      if (status === 200) answered.push(Date.now());
      // Moments are what matters, not how many requests.
      await pause(2);
    }
  })();
  await child.api.listen(0);
  await pause(life);
  const killed = Date.now();
  child.process.kill('SIGKILL');
  isOver = true;
  await child.ended;
  await send;
  const spans = await spansIn(scratch.path);
  // In the order in which they were sent, without a gap, up to some moment of the last second.
  assert.deepEqual(
    spans,
    spans.map((_, i) => i + 1),
  );
  const needed = answered.filter((time) => time < killed - 1000).length;
  assert.ok(spans.length >= needed, `${spans.length} of ${answered.length}, ${needed} of them older than a second`);
  return spans.length;
}

async function spansIn(folder: string): Promise<readonly number[]> {
  const batch = new SpanBatch();
  const spans: number[] = [];
  for (const name of (await readdir(folder)).filter((found) => found.endsWith('.spanrun')).sort()) {
    await using file = await openRunBytes(join(folder, name));
    // Killed before its first bytes were whole.
    if (file.length < HEAD_BYTES) continue;
    const read = await readRun(file, packer, ({ signal, bytes, encoding }) => {
      if (signal !== 'traces') return;
      assert.ok(decodeTrace(bytes, encoding, batch).ok);
      for (let i = 0; i < batch.count; i++) spans.push(batch.spanId[i * 2 + 1] ?? 0);
    });
    assert.ok(read.ok, JSON.stringify(read));
    assert.equal(read.value.damaged, 0);
  }
  return spans;
}
