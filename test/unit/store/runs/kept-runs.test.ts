// Runs that are kept: what was received is there again, in the file of its run, until it is pruned or deleted.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readRunSummary } from '../../../../src/store/runs/read-run.ts';
import { createMemoryRunDisk, toRunBytes } from '../../../support/memory-run-disk.ts';
import { append, filesOf, launch, open, textsOf } from './open-runs.ts';

const DAY = 24 * 3600_000;

suite('runs that are kept', () => {
  test('all bodies come back in order, over any number of children', async () => {
    const anyBody = fc.record({
      text: fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((text) => text.replaceAll('secret', '')),
      signal: fc.constantFrom('traces' as const, 'logs' as const),
      encoding: fc.constantFrom('json' as const, 'protobuf' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyBody, { maxLength: 6 }), { maxLength: 4 }), async (children) => {
        const disk = createMemoryRunDisk();
        const all: string[] = [];
        for (const bodies of children) {
          disk.now += 1000;
          const { runs, restored, said } = await open(disk);
          assert.deepEqual(restored, all);
          assert.deepEqual(said, []);
          for (const { text, signal, encoding } of bodies) {
            append(runs, text, signal, encoding);
            all.push(`${signal} ${encoding} ${text}`);
          }
          await runs.flush();
        }
        assert.deepEqual((await open(disk)).restored, all);
      }),
      { numRuns: 60 },
    );
  });

  test('a launch while nothing runs begins another run; one while another runs joins it', async () => {
    const disk = createMemoryRunDisk();
    const { runs } = await open(disk);
    runs.tellLaunches([launch('a')]);
    append(runs, 'of a');
    disk.now += 1000;
    runs.tellLaunches([launch('a'), launch('b')]);
    append(runs, 'of a and b, an error');
    runs.tellLaunches([]);
    append(runs, 'late');
    runs.tellLaunches([launch('c')]);
    disk.now += 1000;
    append(runs, 'of c');
    await runs.flush();
    const listed = await runs.list();
    assert.deepEqual(
      listed.map(({ launches, spans, errors }) => ({ names: launches.map(({ name }) => name), spans, errors })),
      [
        { names: ['launch c'], spans: 1, errors: 0 },
        { names: ['launch a', 'launch b'], spans: 3, errors: 1 },
      ],
    );
    assert.equal(filesOf(disk).length, 2);
  });

  test('a launch of which nothing comes leaves no file', async () => {
    const disk = createMemoryRunDisk();
    const { runs } = await open(disk);
    runs.tellLaunches([launch('a')]);
    await runs.flush();
    assert.deepEqual([...disk.files.keys()], []);
  });

  test('a child after a kill writes on in the file of a run that goes on, and in another one otherwise', async () => {
    const disk = createMemoryRunDisk();
    const first = await open(disk);
    first.runs.tellLaunches([launch('a')]);
    append(first.runs, 'before');
    await first.runs.flush();
    const second = await open(disk);
    second.runs.tellLaunches([launch('a')]);
    append(second.runs, 'after');
    await second.runs.flush();
    assert.equal(filesOf(disk).length, 1);
    const third = await open(disk);
    append(third.runs, 'of nobody');
    await third.runs.flush();
    assert.equal(filesOf(disk).length, 2);
    assert.deepEqual(
      (await open(disk)).restored.map((text) => text.slice(12)),
      ['before', 'after', 'of nobody'],
    );
  });

  test('what was cleared is not shown again, but still in the list; deleted it is nowhere', async () => {
    const disk = createMemoryRunDisk();
    const { runs } = await open(disk);
    append(runs, 'before');
    disk.now += 1000;
    await runs.clearShown();
    append(runs, 'after');
    await runs.flush();
    const next = await open(disk);
    assert.deepEqual(next.restored, ['traces json after']);
    assert.equal((await next.runs.list()).length, 2);
    append(next.runs, 'more');
    assert.equal(await next.runs.deleteAll(), 3);
    assert.deepEqual(filesOf(disk), []);
    append(next.runs, 'anew');
    await next.runs.flush();
    assert.deepEqual((await open(disk)).restored, ['traces json anew']);
  });

  test('old files and those past the limit go, the oldest first, never the one that is written', async () => {
    const disk = createMemoryRunDisk();
    for (const day of [0, 5, 6, 7]) {
      disk.now = day * DAY;
      const { runs } = await open(disk, { days: 3, bytes: 1 << 30 });
      append(runs, `day ${day}`);
      await runs.flush();
    }
    assert.deepEqual(
      filesOf(disk).map((name) => name.slice(8, 10)),
      ['06', '07', '08'],
    );
    disk.now = 8 * DAY;
    const { runs } = await open(disk, { days: 3, bytes: 0 });
    append(runs, 'day 8');
    await runs.flush();
    await runs.flush();
    assert.deepEqual(
      filesOf(disk).map((name) => name.slice(8, 10)),
      ['09'],
    );
  });

  test('a new day begins with nothing shown, and the run of the day before in the list', async () => {
    const disk = createMemoryRunDisk();
    disk.now = DAY;
    const { runs } = await open(disk);
    append(runs, 'yesterday');
    await runs.flush();
    disk.now = DAY * 1.4;
    assert.deepEqual((await open(disk)).restored, ['traces json yesterday']);
    disk.now = DAY * 1.6;
    const next = await open(disk);
    assert.deepEqual(next.restored, []);
    assert.equal((await next.runs.list()).length, 1);
  });

  test('a disk that is full is told once, what is there stays, and the next run is tried again', async () => {
    const disk = createMemoryRunDisk();
    const { runs, said } = await open(disk);
    runs.tellLaunches([launch('a')]);
    append(runs, 'before');
    await runs.flush();
    disk.broken = new Error('ENOSPC: no space left');
    for (const text of ['lost', 'lost too']) {
      append(runs, text);
      await runs.flush();
    }
    assert.equal(said.length, 1);
    assert.match(said.join(), /ENOSPC.*next run is tried again/);
    disk.broken = undefined;
    disk.now += 1000;
    runs.tellLaunches([launch('b')]);
    append(runs, 'after');
    await runs.flush();
    assert.deepEqual((await open(disk)).restored, ['traces json before', 'traces json after']);
  });

  test('secrets are covered in the file and counted', async () => {
    const disk = createMemoryRunDisk();
    const { runs } = await open(disk);
    append(runs, 'a secret here');
    await runs.flush();
    const [name = ''] = filesOf(disk);
    assert.deepEqual(await textsOf(disk.files.get(name) ?? new Uint8Array(0)), ['a ****** here']);
    const summary = await readRunSummary(toRunBytes(disk.files.get(name) ?? new Uint8Array(0)));
    assert.equal(summary.ok && summary.value.redacted, 1);
  });
});
