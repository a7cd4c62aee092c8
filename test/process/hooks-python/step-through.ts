/** Steps through a program that waits for its debugger. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { eventually } from '../../support/eventually.ts';
import { connectDebugAdapter, type DebugAdapter } from './debug-adapter.ts';

/** Further arguments are those of the debugger's `attach`. */
export async function attachAtLine(
  port: number,
  file: string,
  line: number,
  further: object = {},
): Promise<DebugAdapter> {
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
  adapter.send('attach', { justMyCode: true, ...further });
  await adapter.event('initialized');
  await adapter.request('setBreakpoints', { source: { path: file }, breakpoints: [{ line }] });
  await adapter.request('configurationDone', {});
  return adapter;
}

/** Where the program has stopped; it then steps on. */
export async function stepFrom(adapter: DebugAdapter): Promise<string> {
  const { body } = await adapter.event('stopped');
  const threadId = body?.threadId;
  const stack = await adapter.request('stackTrace', { threadId });
  const frames: unknown = stack.body?.stackFrames;
  const [top] = Array.isArray(frames) ? frames : [];
  adapter.send('stepIn', { threadId });
  return `${basename(String(top?.source?.path))}:${top?.line}`;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address === null || typeof address === 'string' ? 0 : address.port;
}
