/** Runs a program as a launch does, with the hook or without, and waits for its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launch {
  readonly args: readonly string[];
  readonly cwd: string;
  /** In the order of NODE_OPTIONS; none runs the program as it is. */
  readonly hooks: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const LIMIT_MS = 60_000;

export async function runProgram({ args, cwd, hooks, env = {} }: Launch): Promise<Outcome> {
  const options = [env.NODE_OPTIONS ?? '', ...hooks.map((hook) => `--require "${hook.replaceAll('\\', '/')}"`)];
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...inherited(), ...env, NODE_OPTIONS: options.join(' ').trim() },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

/** What a process needs to live; the test runner's own variables would change the program. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
