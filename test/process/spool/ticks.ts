/** The program that ticks, run under the hook as a launch runs it, and what the view has of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Remote } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import type { Sdk } from '../hooks-node/install-sdk.ts';
import { createStage } from '../hooks-node/stage.ts';

export interface Ticks extends AsyncDisposable {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  /** Resolves once so many spans have ended. */
  reached(count: number): Promise<void>;
  readonly ended: Promise<number | null>;
  readonly stderr: () => string;
}

export interface TicksOptions {
  readonly hook: string;
  readonly port: number;
  readonly spool: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly sdk?: Sdk;
  /** Of the fixtures. */
  readonly program?: string;
}

export async function startTicks(options: TicksOptions): Promise<Ticks> {
  const { hook, port, spool, env = {}, sdk = 'sdk-2', program = 'ticks.cjs' } = options;
  const stage = await createStage(sdk);
  await cp(join(import.meta.dirname, 'fixtures'), stage.folder, { recursive: true });
  const child = spawn(process.execPath, [join(stage.folder, program)], {
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: `--require "${hook.replaceAll('\\', '/')}"`,
      SPANLINE_HOOK_DEBUG: '1',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/v1/traces`,
      ...(spool === undefined ? {} : { SPANLINE_SPOOL: spool }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  const ended = once(child, 'exit').then(([code]) => code);
  return {
    pid: child.pid ?? -1,
    kill: (signal) => child.kill(signal),
    async reached(count) {
      await eventuallyIs(
        () => stdout,
        (text) => text.split('\n').length > count,
      );
    },
    ended,
    stderr: () => stderr,
    async [Symbol.asyncDispose]() {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended;
      await stage[Symbol.asyncDispose]();
    },
  };
}

/** Names in the view, sorted; a span that is there twice is here twice. */
export async function ticksIn(store: Remote<StoreApi>): Promise<readonly string[]> {
  const { rows } = await store.traces({ filter: {}, first: 0, count: 10_000 });
  return rows.flatMap(({ name, spans }) => Array.from({ length: spans }, () => name)).sort(byNumber);
}

export function expected(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `tick ${i}`);
}

function byNumber(a: string, b: string): number {
  return Number(a.slice(5)) - Number(b.slice(5));
}
