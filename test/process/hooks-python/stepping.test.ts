/** Whoever steps into a line that starts a span, or imports, lands in code of their own, never in the hook's. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import type { DebugAdapter } from './debug-adapter.ts';
import { debugProgram } from './debugged-program.ts';
import { missingPython } from './install-python.ts';
import { createStage } from './stage.ts';

const STEPS = 7;

describe('stepping into', { skip: missingPython, timeout: 60_000 }, () => {
  it("what starts spans stays in the user's code", async () => {
    await using stage = await createStage();
    const file = join(stage.folder, 'steps.py');
    const first = (await readFile(file, 'utf8')).split('\n').findIndex((line) => line.includes('the first stop')) + 1;
    await using program = await debugProgram({ file, line: first, env: { PYTHONPATH: stage.hook } });
    const stops = [await placeOf(program.adapter, program.threadId)];
    while (stops.length < STEPS) stops.push(await stepFrom(program.adapter, program.threadId));
    const line = (offset: number) => `steps.py:${first + offset}`;
    const inside = `steps.py:${first - 3}`;
    assert.deepEqual(stops, [line(0), inside, line(0), line(1), line(2), line(3), line(4)]);
  });
});

/** Where the program stops after a step. */
async function stepFrom(adapter: DebugAdapter, threadId: number): Promise<string> {
  adapter.send('stepIn', { threadId });
  const { body } = await adapter.event('stopped');
  return placeOf(adapter, Number(body?.threadId));
}

async function placeOf(adapter: DebugAdapter, threadId: number): Promise<string> {
  const stack = await adapter.request('stackTrace', { threadId });
  const frames: unknown = stack.body?.stackFrames;
  const [top] = Array.isArray(frames) ? frames : [];
  return `${basename(String(top?.source?.path))}:${top?.line}`;
}
