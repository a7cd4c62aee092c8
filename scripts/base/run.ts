// Runs a program to its end, either showing what it prints or keeping it for the error message.
import { spawn } from 'node:child_process';
import { Failure } from './failure.mjs';
import { ROOT } from './paths.ts';

export interface Finished {
  readonly code: number;
  /** Both streams, as they came; empty when they were shown. */
  readonly output: string;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly show?: boolean;
}

export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The same, where anything but success is a failure with the given remedy. */
export async function must(
  program: string,
  args: readonly string[],
  remedy: string,
  options: RunOptions = {},
): Promise<string> {
  const { code, output } = await run(program, args, options).catch((error: unknown) => ({
    code: -1,
    output: String(error),
  }));
  if (code === 0) return output;
  throw new Failure(`${program} ${args.join(' ')} failed (${code})`, output.slice(-4000) || 'see above', remedy);
}
