// Hooks outlive the update that removes the extension's own folder.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { keepHooks } from '../../../src/host/services/hook-files.ts';
import { createScratch } from '../../support/telemetry-child.ts';

async function writeExtension(folder: string, says: string): Promise<string> {
  const hooks = join(folder, 'dist', 'hooks');
  await mkdir(join(hooks, 'python', 'package'), { recursive: true });
  await writeFile(join(hooks, 'node.cjs'), `process.stdout.write(${JSON.stringify(says)});`);
  await writeFile(join(hooks, 'node.cjs.map'), '{}');
  await writeFile(join(hooks, 'python', 'package', '__init__.py'), `print('${says}')`);
  return hooks;
}

const run = async (hook: string) => {
  const env = { ...process.env, NODE_OPTIONS: `--require "${hook}"` };
  return (await promisify(execFile)(process.execPath, ['-e', ''], { env })).stdout;
};

test('a shell that knows the hook of an earlier release goes on loading it after the update', async () => {
  await using scratch = await createScratch();
  const storage = join(scratch.path, 'global storage', 'hooks');
  const old = join(scratch.path, 'spanline-1.0.0');
  const first = await keepHooks(await writeExtension(old, 'first'), storage, '1.0.0');
  await rm(old, { recursive: true });
  const second = await keepHooks(
    await writeExtension(join(scratch.path, 'spanline-1.1.0'), 'second'),
    storage,
    '1.1.0',
  );
  assert.equal(await run(join(first, 'node.cjs')), 'first');
  assert.equal(await run(join(second, 'node.cjs')), 'second');
});

test('the same hooks are copied once, by however many windows, and nothing is left beside them', async () => {
  await using scratch = await createScratch();
  const storage = join(scratch.path, 'hooks');
  const hooks = await writeExtension(join(scratch.path, 'extension'), 'one');
  const kept = await Promise.all(Array.from({ length: 5 }, () => keepHooks(hooks, storage, '1.0.0')));
  assert.equal(new Set(kept).size, 1);
  assert.equal((await readdir(storage)).length, 1);
  assert.deepEqual((await readdir(kept[0] ?? '', { recursive: true })).sort(), [
    'node.cjs',
    'python',
    join('python', 'package'),
    join('python', 'package', '__init__.py'),
  ]);
});
