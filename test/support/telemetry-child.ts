// The child that receives and stores, bundled as it is shipped and forked as the host forks it.

import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Channel } from '../../src/protocol/ports.ts';
import { openPort } from '../../src/protocol/ports.ts';
import { connect, type Remote } from '../../src/protocol/rpc.ts';
import type { StoreApi } from '../../src/protocol/store-api.ts';
import type { TelemetryApi, TelemetryOptions } from '../../src/protocol/telemetry-api.ts';
import { post } from './http-client.ts';
import { type SpanSpec, toProtobufBytes, traceRequest } from './trace-request.ts';

const ROOT = join(import.meta.dirname, '..', '..');

let bundled: Promise<string> | undefined;

/** Path of the script; bundled once a process, so that this ring needs no build before it. */
export function bundleTelemetry(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const folder = join(ROOT, '.cache', 'telemetry-test');
  await mkdir(folder, { recursive: true });
  const script = join(folder, 'telemetry.cjs');
  // Test files may run at the same time: none may load what another has half written.
  const draft = `${script}.${process.pid}`;
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/worker/telemetry.ts'],
    outfile: draft,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    logLevel: 'error',
  });
  await rename(draft, script);
  return script;
}

export interface TelemetryChild extends AsyncDisposable {
  readonly pid: number;
  readonly api: Remote<TelemetryApi>;
  readonly store: Remote<StoreApi>;
  /** The store of a file of telemetry. */
  openFile(path: string): Remote<StoreApi> & Disposable;
  readonly process: ChildProcess;
  /** Signal or exit code with which it ended. */
  readonly ended: Promise<string | number | null>;
  readonly output: () => string;
  /** Listens if it does not yet, and posts; answers with the status. */
  send(spans: readonly SpanSpec[], service?: string): Promise<number>;
}

/** `folder`: where runs are kept, and a spool of its own within. */
export async function startTelemetry({
  folder,
  ...options
}: Partial<TelemetryOptions> & { readonly folder?: string } = {}): Promise<TelemetryChild> {
  const whole: TelemetryOptions = {
    memoryLimit: 64 << 20,
    keep: folder === undefined ? undefined : keepIn(folder),
    spool: folder && join(folder, 'spool'),
    ...{ notice: undefined, windows: undefined },
    ...options,
  };
  const child = fork(await bundleTelemetry(), [JSON.stringify(whole)], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  let output = '';
  let nextPort = 10;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
    });
  const ended = new Promise<string | number | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(signal ?? code)),
  );
  const channel: Channel = {
    send: (message) => {
      if (child.connected && typeof message === 'object' && message !== null) child.send(message, () => {});
    },
    receive(listener) {
      child.on('message', listener);
      return { [Symbol.dispose]: () => child.off('message', listener) };
    },
  };
  const api = connect<TelemetryApi>(openPort(channel, 0, 'telemetry'));
  const store = connect<StoreApi>(openPort(channel, 1, 'store'));
  void ended.then(() => {
    api[Symbol.dispose]();
    store[Symbol.dispose]();
  });
  return {
    pid: child.pid ?? -1,
    api,
    store,
    process: child,
    ended,
    output: () => output,
    openFile(path) {
      const wire = openPort(channel, nextPort++, 'store', path);
      const file = connect<StoreApi>(wire);
      return Object.assign(file, {
        [Symbol.dispose]() {
          wire[Symbol.dispose]();
        },
      });
    },
    async send(spans, service = 'shop') {
      const port = await api.listen(0);
      return (await post(port, toProtobufBytes(traceRequest(service, spans)))).status;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
    },
  };
}

export function keepIn(folder: string): NonNullable<TelemetryOptions['keep']> {
  return { folder, days: 7, bytes: 1 << 30 };
}

export interface Scratch extends AsyncDisposable {
  readonly path: string;
}

/** A folder of its own outside of the repository, removed at the end. */
export async function createScratch(): Promise<Scratch> {
  const path = await mkdtemp(join(tmpdir(), 'spanline-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
