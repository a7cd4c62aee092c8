/** Whoever steps into a line that starts a span, or imports, lands in code of their own, never in the hook's. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { debugProgram } from './debugged-program.ts';
import { missingPython } from './install-python.ts';
import { createStage } from './stage.ts';
import { stepThrough } from './step-through.ts';

const STEPS = 7;

describe('stepping into', { skip: missingPython, timeout: 60_000 }, () => {
  it("what starts spans stays in the user's code", async () => {
    await using stage = await createStage();
    const file = join(stage.folder, 'steps.py');
    const first = (await readFile(file, 'utf8')).split('\n').findIndex((line) => line.includes('the first stop')) + 1;
    await using program = await debugProgram({ file, line: first, env: { PYTHONPATH: stage.hook } });
    const stops = await stepThrough(program, STEPS);
    const line = (offset: number) => `steps.py:${first + offset}`;
    const inside = `steps.py:${first - 3}`;
    assert.deepEqual(stops, [line(0), inside, line(0), line(1), line(2), line(3), line(4)]);
  });
});
