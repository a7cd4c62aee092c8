/** Whoever steps into a line that starts a span, or imports, lands in code of their own, never in the hook's. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { installPython, missingPython } from './install-python.ts';
import { createStage } from './stage.ts';
import { attachAtLine, freePort, stepFrom } from './step-through.ts';

const STEPS = 7;

describe('stepping into', { skip: missingPython, timeout: 60_000 }, () => {
  it("what starts spans stays in the user's code", async () => {
    await using stage = await createStage();
    const file = join(stage.folder, 'steps.py');
    const first = (await readFile(file, 'utf8')).split('\n').findIndex((line) => line.includes('the first stop')) + 1;
    const port = await freePort();
    const args = ['-Xfrozen_modules=off', '-m', 'debugpy', '--listen', `127.0.0.1:${port}`, '--wait-for-client', file];
    const program = spawn(await installPython(), args, {
      env: { ...process.env, PYTHONPATH: stage.hook, SPANLINE_HOOK_DEBUG: '1' },
      stdio: 'ignore',
    });
    try {
      using adapter = await attachAtLine(port, file, first);
      const stops: string[] = [];
      for (let step = 0; step < STEPS; step++) stops.push(await stepFrom(adapter));
      const line = (offset: number) => `steps.py:${first + offset}`;
      const inside = `steps.py:${first - 3}`;
      assert.deepEqual(stops, [line(0), inside, line(0), line(1), line(2), line(3), line(4)]);
    } finally {
      program.kill('SIGKILL');
      await once(program, 'exit');
    }
  });
});
