/** Whoever steps into a line that starts a span, or imports, lands in code of their own, never in the hook's. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { connectDebugAdapter, type DebugAdapter } from './debug-adapter.ts';
import { installPython, missingPython } from './install-python.ts';
import { createStage } from './stage.ts';

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
      using adapter = await attach(port, file, first);
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

async function attach(port: number, file: string, line: number): Promise<DebugAdapter> {
  const adapter = await eventually('the debugger listens', async () => {
    const attempt = connectDebugAdapter(port);
    try {
      await attempt.request('initialize', { adapterID: 'test', pathFormat: 'path' });
      return attempt;
    } catch {
      attempt[Symbol.dispose]();
      return undefined;
    }
  });
  adapter.send('attach', { justMyCode: true });
  await adapter.event('initialized');
  await adapter.request('setBreakpoints', { source: { path: file }, breakpoints: [{ line }] });
  await adapter.request('configurationDone', {});
  return adapter;
}

/** Where the program has stopped; it then steps on. */
async function stepFrom(adapter: DebugAdapter): Promise<string> {
  const { body } = await adapter.event('stopped');
  const threadId = body?.threadId;
  const stack = await adapter.request('stackTrace', { threadId });
  const frames: unknown = stack.body?.stackFrames;
  const [top] = Array.isArray(frames) ? frames : [];
  adapter.send('stepIn', { threadId });
  return `${basename(String(top?.source?.path))}:${top?.line}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address === null || typeof address === 'string' ? 0 : address.port;
}
