// The HTTP service of the bench as a child: asked in this process, and answering how much CPU it has used meanwhile.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BENCH } from './places.ts';

export interface ServiceOptions {
  /** Where its packages resolve. */
  readonly folder: string;
  /** Whether it sets up an SDK, that of the folder's setup.cjs. */
  readonly isTraced: boolean;
  readonly hooks: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Requests are sent at a rate, or as soon as one of those under way has been answered. */
export type Load =
  | { readonly requests: number; readonly perSecond: number }
  | { readonly requests: number; readonly atATime: number };

export interface HttpService extends Disposable {
  /** CPU of the service's process, user and system, in microseconds a request. */
  run(load: Load): Promise<number>;
}

const PROGRAM = 'service-program.cjs';

export async function startService({ folder, isTraced, hooks, env }: ServiceOptions): Promise<HttpService> {
  await copyFile(join(BENCH, 'support', PROGRAM), join(folder, PROGRAM));
  const child = fork(join(folder, PROGRAM), isTraced ? ['traced'] : [], {
    cwd: folder,
    execArgv: hooks.flatMap((hook) => ['--require', hook]),
    env: { ...process.env, ...env },
  });
  const [port]: number[] = await once(child, 'message');
  const agent = new Agent({ keepAlive: true });
  const ask = (order: number) => answered(`http://127.0.0.1:${port}/orders/${order}`, agent);
  return {
    async run(load) {
      const before = await cpuOf(child);
      await ('perSecond' in load
        ? askPaced(load.requests, load.perSecond, ask)
        : askAll(load.requests, load.atATime, ask));
      return ((await cpuOf(child)) - before) / load.requests;
    },
    [Symbol.dispose]() {
      agent.destroy();
      child.disconnect();
    },
  };
}

type Ask = (order: number) => Promise<void>;

async function askPaced(requests: number, perSecond: number, ask: Ask): Promise<void> {
  const from = performance.now();
  const answers: Promise<void>[] = [];
  for (let order = 0; order < requests; order++) {
    await pause(Math.max(0, from + (order * 1000) / perSecond - performance.now()));
    answers.push(ask(order));
  }
  await Promise.all(answers);
}

async function askAll(requests: number, atATime: number, ask: Ask): Promise<void> {
  let next = 0;
  const askNext = async () => {
    while (next < requests) await ask(next++);
  };
  await Promise.all(Array.from({ length: atATime }, askNext));
}

function answered(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answers ${response.statusCode}`));
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu');
  const [usage]: NodeJS.CpuUsage[] = await once(child, 'message');
  return (usage?.user ?? 0) + (usage?.system ?? 0);
}
