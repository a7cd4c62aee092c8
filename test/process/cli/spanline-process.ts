// The command line as it is shipped, run as its users run it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '..', '..', '..', 'dist', 'cli.cjs');

export interface Outcome {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly outcome: Promise<Outcome>;
}

/**
 * `env` beside what this process has, without what its own runner has set. In a folder without packages: in that of this
 * repository there is a tracer, to which a program would be left.
 */
export function startSpanline(args: readonly string[], env: NodeJS.ProcessEnv = {}, input = ''): Started {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...own } = process.env;
  const child = spawn(process.execPath, [CLI, ...args], { env: { ...own, ...env }, stdio: 'pipe', cwd: tmpdir() });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const outcome = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }));
  return { process: child, stdout: () => stdout, stderr: () => stderr, outcome };
}

export function runSpanline(...parameters: Parameters<typeof startSpanline>): Promise<Outcome> {
  return startSpanline(...parameters).outcome;
}
