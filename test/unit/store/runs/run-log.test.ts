// What was received is there again after a reload, whatever happened to the disk and in whichever order things came.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { RunLog } from '../../../../src/store/runs/run-log.ts';
import { createMemoryLogDisk, type MemoryLogDisk } from '../../../support/memory-log-disk.ts';

const NAME = 'log';
const LIMIT = 1 << 20;

interface Opened {
  readonly log: RunLog;
  /** Texts of the bodies that were restored, `json:` before those in JSON. */
  readonly restored: readonly string[];
  readonly failures: readonly unknown[];
}

function open(disk: MemoryLogDisk, limit = LIMIT): Opened & { readonly restoring: Promise<void> } {
  const restored: string[] = [];
  const failures: unknown[] = [];
  const log = new RunLog(disk, NAME, limit, (error) => failures.push(error));
  const restoring = log.restore(({ encoding, bytes }) => {
    restored.push(`${encoding === 'json' ? 'json:' : ''}${Buffer.from(bytes).toString()}`);
  });
  return { log, restored, failures, restoring };
}

async function reload(disk: MemoryLogDisk, limit = LIMIT): Promise<Opened> {
  const opened = open(disk, limit);
  await opened.restoring;
  return opened;
}

function append(log: RunLog, text: string): void {
  const json = text.startsWith('json:');
  const bytes = new TextEncoder().encode(json ? text.slice(5) : text);
  log.append({ signal: 'traces', encoding: json ? 'json' : 'protobuf', bytes });
  // The receiver's buffer is used again at once.
  bytes.fill(0);
}

async function keep(disk: MemoryLogDisk, ...texts: readonly string[]): Promise<void> {
  const { log } = await reload(disk);
  for (const text of texts) append(log, text);
  await log.flush();
}

suite('the log of what was received', () => {
  test('all bodies come back in order with their encodings, over any number of reloads', async () => {
    const anyText = fc.string({ unit: 'binary-ascii', maxLength: 30 }).map((text) => text.replace(/^json:/, ''));
    const anyRuns = fc.array(
      fc.array(
        fc.oneof(
          anyText,
          anyText.map((text) => `json:${text}`),
        ),
        { maxLength: 6 },
      ),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(anyRuns, async (runs) => {
        const disk = createMemoryLogDisk();
        for (const texts of runs) await keep(disk, ...texts);
        assert.deepEqual((await reload(disk)).restored, runs.flat());
      }),
    );
  });

  test('a file that is cut anywhere gives what is whole, and takes what comes later', async () => {
    const disk = createMemoryLogDisk();
    await keep(disk, 'one', 'json:two', 'three');
    const whole = disk.files.get(NAME) ?? new Uint8Array(0);
    for (let length = 0; length < whole.length; length++) {
      disk.files.set(NAME, whole.slice(0, length));
      const before = (await reload(disk)).restored;
      assert.deepEqual(before, ['one', 'json:two', 'three'].slice(0, before.length));
      await keep(disk, 'later');
      assert.deepEqual((await reload(disk)).restored, [...before, 'later'], `cut at ${length}`);
    }
  });

  test('a damaged record and all behind it are left out, what comes later is kept', async () => {
    const disk = createMemoryLogDisk();
    await keep(disk, 'one', 'two', 'three');
    const file = disk.files.get(NAME);
    assert.ok(file);
    const at = Buffer.from(file).indexOf('two');
    file[at] = 'T'.charCodeAt(0);
    assert.deepEqual((await reload(disk)).restored, ['one']);
    await keep(disk, 'four');
    assert.deepEqual((await reload(disk)).restored, ['one', 'four']);
  });

  test('a cut tail costs nothing of the older file', async () => {
    const disk = createMemoryLogDisk();
    await keep(disk, 'old');
    disk.files.set(`previous-${NAME}`, disk.files.get(NAME) ?? new Uint8Array(0));
    disk.files.delete(NAME);
    await keep(disk, 'new', 'cut');
    disk.files.set(NAME, (disk.files.get(NAME) ?? new Uint8Array(0)).slice(0, -1));
    assert.deepEqual((await reload(disk)).restored, ['old', 'new']);
    assert.deepEqual((await reload(disk)).restored, ['old', 'new']);
  });

  test('a file of another format is not read', async () => {
    const disk = createMemoryLogDisk();
    for (const content of ['', 'SPANLOG', 'SPANLOG2 and more', 'something else that is long enough']) {
      disk.files.set(NAME, Buffer.from(content));
      const { restored, failures } = await reload(disk);
      assert.deepEqual([restored, failures], [[], []]);
      await keep(disk, 'mine');
      assert.deepEqual((await reload(disk)).restored, ['mine']);
    }
  });

  test('two files in turn keep the size bounded and the newest there', async () => {
    const disk = createMemoryLogDisk();
    const limit = 10_000;
    let largest = 0;
    for (let i = 0; i < 50; i++) {
      const { log } = await reload(disk, limit);
      for (let k = 0; k < 20; k++) {
        append(log, `${String(i * 20 + k).padStart(6, '0')}${'.'.repeat(94)}`);
        await log.flush();
        largest = Math.max(
          largest,
          [...disk.files.values()].reduce((sum, file) => sum + file.length, 0),
        );
      }
    }
    assert.ok(largest <= limit + 400, `${largest} bytes`);
    assert.equal(disk.files.size, 2);
    const numbers = (await reload(disk, limit)).restored.map((text) => Number(text.slice(0, 6)));
    assert.ok(numbers.length > limit / 2 / 110, `${numbers.length} records`);
    assert.deepEqual(
      numbers,
      Array.from({ length: numbers.length }, (_, i) => 1000 - numbers.length + i),
    );
  });

  test('a disk that is full is told of once, and what comes then costs nothing', async () => {
    const disk = createMemoryLogDisk();
    const { log, failures } = await reload(disk);
    append(log, 'one');
    await log.flush();
    disk.broken = new Error('ENOSPC: no space left on device');
    for (const text of ['two', 'three']) {
      append(log, text);
      await log.flush();
    }
    assert.deepEqual(failures, [disk.broken]);
    assert.equal(disk.writes, 2);
    disk.broken = undefined;
    await log.clear();
    await keep(disk, 'after');
    assert.deepEqual((await reload(disk)).restored, ['after']);
  });

  test('a disk that cannot be read is told of, and nothing is thrown', async () => {
    const disk = createMemoryLogDisk();
    disk.read = () => Promise.reject(new Error('ENOTDIR'));
    const { log, failures } = await reload(disk);
    append(log, 'one');
    await log.flush();
    assert.equal(failures.length, 1);
    assert.equal(disk.writes, 0);
  });

  test('what is appended while the old is still being read comes behind it', async () => {
    const disk = createMemoryLogDisk();
    await keep(disk, 'old');
    const { log, restored, restoring } = open(disk);
    append(log, 'new');
    await restoring;
    await log.flush();
    assert.deepEqual(restored, ['old']);
    assert.deepEqual((await reload(disk)).restored, ['old', 'new']);
  });

  test('clearing while writing removes what came before and keeps what comes after', async () => {
    for (let turns = 0; turns < 12; turns++) {
      const disk = createMemoryLogDisk();
      await keep(disk, 'old');
      const { log } = await reload(disk);
      append(log, 'before');
      const pass = async (count: number) => {
        for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
      };
      await pass(turns % 4);
      const cleared = log.clear();
      await pass(Math.floor(turns / 4));
      append(log, 'after');
      await cleared;
      append(log, 'later');
      await log.flush();
      assert.deepEqual((await reload(disk)).restored, ['after', 'later'], `after ${turns} turns`);
    }
  });
});
