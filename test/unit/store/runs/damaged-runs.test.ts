// Files of runs that were cut, damaged or written by others: all that can be read is, and the rest is told.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { readRun } from '../../../../src/store/runs/read-run.ts';
import { packer } from '../../../../src/worker/packer.ts';
import { createMemoryRunDisk, toRunBytes } from '../../../support/memory-run-disk.ts';
import { append, filesOf, launch, open, textsOf } from './open-runs.ts';

suite('a file of a run', () => {
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
});
