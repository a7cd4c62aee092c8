// A spool that cannot be written is no concern of the program's: it prints, exits and exports as without one.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { createScratch } from '../../support/telemetry-child.ts';
import { bundleHook } from '../hooks-node/bundle.ts';
import { openOtlpSocket } from '../hooks-node/otlp-socket.ts';
import { runProgram } from '../hooks-node/run-program.ts';
import { createStage } from '../hooks-node/stage.ts';

let hook = '';
before(async () => {
  hook = await bundleHook();
});

const hasFull = existsSync('/dev/full');

const CASES: readonly { readonly name: string; readonly folder: string; readonly isFull?: boolean }[] = [
  { name: 'is not there', folder: 'absent' },
  { name: 'is relative', folder: '' },
  ...(hasFull ? [{ name: 'is a device', folder: '/dev/full' }] : []),
  ...(hasFull ? [{ name: 'is on a full disk', folder: 'there', isFull: true }] : []),
  { name: 'works', folder: 'there' },
];

for (const { name, folder, isFull = false } of CASES)
  test(`a folder that ${name}`, async () => {
    await using scratch = await createScratch();
    await mkdir(join(scratch.path, 'there'));
    const without = await run(undefined, false);
    assert.deepEqual(without, { code: 0, stdout: without.stdout, stderr: '', exported: 20 });
    assert.match(without.stdout, /20\n$/);
    const spool = folder === '' ? 'somewhere' : folder.startsWith('/') ? folder : join(scratch.path, folder);
    assert.deepEqual(await run(spool, isFull), without);
  });

async function run(spool: string | undefined, isFull: boolean) {
  await using stage = await createStage('sdk-2');
  await cp(join(import.meta.dirname, 'fixtures'), stage.folder, { recursive: true });
  await using socket = await openOtlpSocket();
  const outcome = await runProgram({
    args: [join(stage.folder, 'ticks.cjs')],
    cwd: stage.folder,
    hooks: isFull ? [hook, join(stage.folder, 'full-disk.cjs')] : [hook],
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: socket.endpoint,
      ...(spool === undefined ? {} : { SPANLINE_SPOOL: spool }),
    },
  });
  return { ...outcome, exported: socket.spans.length };
}
