/** Steps through a program that waits for its debugger. */
import { basename } from 'node:path';
import type { DebugAdapter } from './debug-adapter.ts';
import type { DebuggedProgram } from './debugged-program.ts';

/** Where it waits, and where each step into what comes next ends: `stops` places in all. */
export async function stepThrough({ adapter, threadId }: DebuggedProgram, stops: number): Promise<readonly string[]> {
  const places = [await placeOf(adapter, threadId)];
  for (let thread = threadId; places.length < stops; ) {
    adapter.send('stepIn', { threadId: thread });
    const { body } = await adapter.event('stopped');
    thread = Number(body?.threadId);
    places.push(await placeOf(adapter, thread));
  }
  return places;
}

async function placeOf(adapter: DebugAdapter, threadId: number): Promise<string> {
  const stack = await adapter.request('stackTrace', { threadId });
  const frames: unknown = stack.body?.stackFrames;
  const [top] = Array.isArray(frames) ? frames : [];
  return `${basename(String(top?.source?.path))}:${top?.line}`;
}
