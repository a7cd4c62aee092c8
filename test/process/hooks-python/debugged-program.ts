/** A Python program under the real debugpy, up to its first breakpoint. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eventually } from '../../support/eventually.ts';
import { connectDebugAdapter, type DebugAdapter } from './debug-adapter.ts';
import { installPython } from './install-python.ts';

export interface DebuggedProgram extends AsyncDisposable {
  readonly adapter: DebugAdapter;
  /** It waits at the line then. */
  readonly threadId: number;
}

export interface DebuggedLaunch {
  readonly file: string;
  /** Of the breakpoint, from 1. */
  readonly line: number;
  readonly env: Readonly<Record<string, string>>;
  /** The interpreter; by default one with the SDK and the frameworks. */
  readonly python?: string;
  readonly cwd?: string;
  /** Further arguments of the debugger's `attach`. */
  readonly attachWith?: Readonly<Record<string, unknown>>;
}

export async function debugProgram(launch: DebuggedLaunch): Promise<DebuggedProgram> {
  const { file, line, env, cwd, attachWith = {} } = launch;
  const port = await freePort();
  const args = ['-Xfrozen_modules=off', '-m', 'debugpy', '--listen', `127.0.0.1:${port}`, '--wait-for-client', file];
  const program = spawn(launch.python ?? (await installPython()), args, {
    cwd,
    env: { ...process.env, SPANLINE_HOOK_DEBUG: '1', ...env },
    stdio: 'ignore',
  });
  const end = async () => {
    program.kill('SIGKILL');
    if (program.exitCode === null && program.signalCode === null) await once(program, 'exit');
  };
  try {
    const adapter = await attach(port, file, line, attachWith);
    const { body } = await adapter.event('stopped');
    return {
      adapter,
      threadId: Number(body?.threadId),
      async [Symbol.asyncDispose]() {
        adapter[Symbol.dispose]();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function attach(port: number, file: string, line: number, further: object): Promise<DebugAdapter> {
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address === null || typeof address === 'string' ? 0 : address.port;
}
