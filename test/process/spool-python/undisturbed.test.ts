/** A spool that cannot be written, or that nobody reads, is no concern of the program's. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { missingPython } from '../hooks-python/install-python.ts';
import { createSpoolStage, runSpooled } from './spooled.ts';

const DONE = { code: 0, stdout: 'done\n', stderr: '' };
const QUIET = { SPANLINE_HOOK_DEBUG: '' };

const FOLDERS: readonly string[] = ['absent', 'somewhere', ...(existsSync('/dev/full') ? ['/dev/full'] : [])];

describe('a program', { skip: missingPython, concurrency: 2 }, () => {
  for (const folder of FOLDERS)
    it(`whose spool is ${folder}`, async () => {
      await using stage = await createSpoolStage();
      const spool = folder === 'absent' ? join(stage.spool, folder) : folder;
      assert.deepEqual(await runSpooled(stage, 'endless.py', { ...QUIET, SPANLINE_SPOOL: spool }), DONE);
      assert.deepEqual(await readdir(stage.spool), []);
    });

  it('whose spool nobody reads: four files, and no more', async () => {
    await using stage = await createSpoolStage();
    assert.deepEqual(await runSpooled(stage, 'endless.py', QUIET), DONE);
    const names = (await readdir(stage.spool)).sort();
    assert.deepEqual(
      names.map((name) => /-0-(\d+)\.ndjson$/.exec(name)?.[1]),
      ['0', '1', '2', '3'],
    );
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(stage.spool, name))).size));
    for (const size of sizes) assert.ok(size >= 16 << 20 && size < 17 << 20, `${size}`);
  });
});
