// Runs that are kept: what was received is there again, whatever was cut, damaged or full, and in the file of its run.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { RunLaunch } from '../../../../src/model/run.ts';
import { KeptRuns } from '../../../../src/store/runs/kept-runs.ts';
import { readRun, readRunSummary } from '../../../../src/store/runs/read-run.ts';
import { packer } from '../../../../src/worker/packer.ts';
import { createMemoryRunDisk, type MemoryRunDisk, toRunBytes } from '../../../support/memory-run-disk.ts';

const DAY = 24 * 3600_000;

interface Opened {
  readonly runs: KeptRuns;
  /** Texts of the bodies that were shown again. */
  readonly restored: readonly string[];
  readonly said: readonly string[];
}

async function open(disk: MemoryRunDisk, keep = { days: 7, bytes: 1 << 30 }): Promise<Opened> {
  const restored: string[] = [];
  const said: string[] = [];
  const runs = new KeptRuns({
    ...{ disk, packer, keep, mostRestored: 1 << 30 },
    redact: (bytes) => {
      const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('secret');
      if (at >= 0) bytes.fill(42, at, at + 6);
      return at >= 0 ? 1 : 0;
    },
    later: (milliseconds, run) => void setTimeout(run, milliseconds).unref(),
    say: (message) => said.push(message),
    now: () => disk.now,
  });
  await runs.restore(({ signal, encoding, bytes }) => {
    restored.push(`${signal} ${encoding} ${Buffer.from(bytes).toString('latin1')}`);
  });
  return { runs, restored, said };
}

function append(
  runs: KeptRuns,
  text: string,
  signal: 'traces' | 'logs' = 'traces',
  encoding: 'json' | 'protobuf' = 'json',
) {
  const bytes = Buffer.from(text, 'latin1');
  runs.append([{ signal, encoding, bytes }], { spans: 1, errors: text.includes('error') ? 1 : 0 });
  // The receiver's buffer is used again at once.
  bytes.fill(0);
}

const launch = (key: string, time = 0): RunLaunch => ({ key, name: `launch ${key}`, time });
const filesOf = (disk: MemoryRunDisk) => [...disk.files.keys()].filter((name) => name.endsWith('.spanrun')).sort();

async function textsOf(file: Uint8Array): Promise<readonly string[]> {
  const texts: string[] = [];
  const read = await readRun(
    toRunBytes(file),
    packer,
    ({ bytes }) => void texts.push(Buffer.from(bytes).toString('latin1')),
  );
  assert.ok(read.ok);
  return texts;
}

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

  test('cut anywhere, all that is whole comes back, and what is written behind the cut too', async () => {
    const disk = createMemoryRunDisk();
    const { runs } = await open(disk);
    runs.tellLaunches([launch('a')]);
    for (const text of ['one', 'two', 'three']) {
      append(runs, text);
      await runs.flush();
    }
    const [name = ''] = filesOf(disk);
    const whole = disk.files.get(name) ?? new Uint8Array(0);
    const ends = [];
    for (let cut = 12; cut <= whole.length; cut++) {
      const texts = await textsOf(whole.subarray(0, cut));
      assert.deepEqual(texts, ['one', 'two', 'three'].slice(0, texts.length));
      ends.push(texts.length);
      const cutDisk = createMemoryRunDisk();
      cutDisk.files.set(name, whole.slice(0, cut));
      const next = await open(cutDisk);
      next.runs.tellLaunches([launch('a')]);
      append(next.runs, 'later');
      await next.runs.flush();
      const again = await open(cutDisk);
      assert.deepEqual(
        again.restored.map((text) => text.slice(12)),
        [...texts, 'later'],
        `cut at ${cut}`,
      );
    }
    assert.deepEqual([...new Set(ends)], [0, 1, 2, 3]);
  });

  test('a byte that is damaged costs its block alone, and is told', async () => {
    const disk = createMemoryRunDisk();
    const { runs } = await open(disk);
    const all = Array.from({ length: 8 }, (_, i) => `body ${i} ${'x'.repeat(i)}`);
    for (const text of all) {
      append(runs, text);
      await runs.flush();
    }
    const [name = ''] = filesOf(disk);
    const whole = disk.files.get(name) ?? new Uint8Array(0);
    for (let at = 12; at < whole.length; at++) {
      const damaged = whole.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      const texts = await textsOf(damaged);
      assert.ok(texts.length >= all.length - 1, `at ${at}: ${texts.length}`);
      assert.deepEqual(
        all.filter((text) => texts.includes(text)),
        texts,
      );
    }
    const bad = whole.slice();
    bad[whole.length >> 1] = (bad[whole.length >> 1] ?? 0) ^ 1;
    disk.files.set(name, bad);
    const again = await open(disk);
    assert.equal(again.restored.length, 7);
    assert.match(again.said.join(), /damaged.*all that could be read is shown/);
  });

  test('any bytes are no run, or one that is read without a throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const head = [0x53, 0x50, 0x41, 0x4e, 0x52, 0x55, 0x4e, 0x0a, 1, 0, 0, 0, 0xd1, 0xe5, 0xa3, 0xf7];
        for (const file of [bytes, Uint8Array.from([...head, ...bytes])]) {
          const read = await readRun(toRunBytes(file), packer, () => assert.fail('nothing is in it'));
          assert.equal(typeof read.ok, 'boolean');
        }
      }),
    );
  });

  test('a file of a newer format is left as it is and told', async () => {
    const disk = createMemoryRunDisk();
    const newer = Uint8Array.from([0x53, 0x50, 0x41, 0x4e, 0x52, 0x55, 0x4e, 0x0a, 9, 0, 0, 0, 1, 2, 3]);
    disk.files.set('2020-01-01T00-00-00-000Z.spanrun', newer);
    const { said, restored, runs } = await open(disk);
    assert.deepEqual(restored, []);
    assert.match(said.join(), /newer Spanline \(format 9.*update/);
    assert.match((await runs.list())[0]?.trouble ?? '', /newer/);
    assert.deepEqual(disk.files.get('2020-01-01T00-00-00-000Z.spanrun'), newer);
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
