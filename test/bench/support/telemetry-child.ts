// The telemetry child as it ships, bundled on the spot and forked as the extension forks it.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Channel, openPort } from '../../../src/protocol/ports.ts';
import { connect, type Remote } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import type { TelemetryApi, TelemetryOptions } from '../../../src/protocol/telemetry-api.ts';
import { BENCH_CACHE, ROOT } from './places.ts';

export interface TelemetryChild extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  readonly store: Remote<StoreApi>;
  /** Spans that it has taken in: those that are there and those that made room. */
  received(): Promise<number>;
}

/** Answers with the path of the bundle. */
export async function bundleTelemetry(): Promise<string> {
  const outfile = join(BENCH_CACHE, 'telemetry.cjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/worker/telemetry.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    minify: true,
    logLevel: 'error',
  });
  return outfile;
}

export async function startTelemetry(
  bundle: string,
  { memoryLimit, folder }: { readonly memoryLimit: number; readonly folder: string | undefined },
): Promise<TelemetryChild> {
  const options: TelemetryOptions = {
    memoryLimit,
    keep: folder === undefined ? undefined : { folder, days: 1, bytes: 2 ** 30 },
    spool: folder && join(folder, 'spool'),
    ...{ notice: undefined, windows: undefined },
  };
  const child = fork(bundle, [JSON.stringify(options)], { serialization: 'advanced' });
  const ended = once(child, 'exit');
  const channel = createChannel(child);
  const telemetry = connect<TelemetryApi>(openPort(channel, 1, 'telemetry'));
  const store = connect<StoreApi>(openPort(channel, 2, 'store'));
  return {
    port: await telemetry.listen(0),
    pid: child.pid ?? 0,
    store,
    async received() {
      const { spans, evicted } = await store.summary();
      return spans + evicted.spans;
    },
    async [Symbol.asyncDispose]() {
      // It ends by itself then, once its log is written.
      child.disconnect();
      await ended;
    },
  };
}

function createChannel(child: ChildProcess): Channel {
  return {
    send: (message) => void child.send(Object(message)),
    receive: (listener) => {
      child.on('message', listener);
      return { [Symbol.dispose]: () => void child.off('message', listener) };
    },
  };
}
