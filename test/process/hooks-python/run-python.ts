/** Runs a Python program as a launch does, with the hook or without, and waits for its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter } from 'node:path';
import { text } from 'node:stream/consumers';
import { withHookFolder } from '../../../src/launch/python-path.ts';
import type { Outcome } from '../hooks-node/run-program.ts';

export interface PythonLaunch {
  readonly python: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Undefined runs the program as it is. */
  readonly hook: string | undefined;
  /** The user's PYTHONPATH. */
  readonly path: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const LIMIT_MS = 60_000;

export async function runPython({ python, args, cwd, hook, path, env = {} }: PythonLaunch): Promise<Outcome> {
  const own = path.join(delimiter);
  const pythonPath = hook === undefined ? own : withHookFolder(own, hook, delimiter);
  const child = spawn(python, args, {
    cwd,
    env: { ...inherited(), OTEL_BSP_SCHEDULE_DELAY: '100', PYTHONPATH: pythonPath, ...env },
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
