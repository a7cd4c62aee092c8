// spanline run: one command with the same variables and hooks as F5, a summary at its end, its own exit code.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type TerminalContext, terminalEnvironment } from '../launch/terminal-environment.ts';
import { toLine } from '../model/plain-text.ts';
import { openOutFile } from './out-file.ts';
import { receive } from './receive.ts';
import { summarize } from './summary.ts';

export interface RunOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly out: string | undefined;
  readonly withSecrets: boolean;
}

/** As shells have them: the command is not there, or cannot be run. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;
const SIGNAL_BASE = 128;
/** Milliseconds after which a program that was asked to end is said to go on. */
const PATIENCE = 5000;
/** Milliseconds in which what a program sent with its last breath arrives. */
const LAST_BREATH = 200;

/** Answers with the exit code. */
export async function run({ command, args, out: path, withSecrets }: RunOptions): Promise<number> {
  using out = path === undefined ? undefined : openOutFile(path, withSecrets);
  const folder = await mkdtemp(join(tmpdir(), 'spanline-run-'));
  try {
    const spool = join(folder, 'spool');
    const receiving = await receive({ port: 0, spool, out });
    const plan = terminalEnvironment(process.env, toContext(receiving.port, spool, folder));
    if (plan.kind === 'left') say(`${plan.why.replace(' for terminals', '')} Unset it to capture this run.`);
    const variables = plan.kind === 'captured' ? plan.variables : {};
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: { ...process.env, ...variables },
      // Of npm, npx and the like, which are scripts of the shell there.
      shell: process.platform === 'win32',
    });
    const stopPassing = passSignals(child, command);
    const code = await exitCodeOf(child, command);
    stopPassing();
    await new Promise((resolve) => setTimeout(resolve, LAST_BREATH));
    await receiving.end();
    process.stderr.write(summarize(receiving, out, path));
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function toContext(port: number, spool: string, folder: string): TerminalContext {
  // The hooks lie beside this file.
  const hooks = join(__dirname, 'hooks');
  return {
    ...{ port, spool, session: crypto.randomUUID(), pathDelimiter: delimiter },
    hooks: { node: join(hooks, 'node.cjs'), python: join(hooks, 'python') },
    nodeSdk: join(hooks, 'node-sdk.cjs'),
    // Nothing is installed: Python programs are traced with what their environment has.
    pythonSdk: { packages: join(folder, 'packages') },
  };
}

/** Answers with the exit code; what keeps a command from starting is said. */
function exitCodeOf(child: ChildProcess, command: string): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      const isAbsent = 'code' in error && error.code === 'ENOENT';
      say(
        isAbsent ? `there is no command “${toLine(command)}”` : `“${toLine(command)}” cannot be run: ${error.message}`,
      );
      resolve(isAbsent ? NOT_FOUND : NOT_RUNNABLE);
    });
    child.on('exit', (code, signal) =>
      resolve(code ?? SIGNAL_BASE + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

/** What this process is told goes to the command: it ends when that does. Told again, the command is killed. */
function passSignals(child: ChildProcess, command: string): () => void {
  let told = 0;
  let late: NodeJS.Timeout | undefined;
  const pass = (signal: NodeJS.Signals) => {
    told++;
    // Ctrl-C in a terminal has reached the command by itself.
    const hasHeard = signal === 'SIGINT' && process.stdin.isTTY;
    if (told > 1 && signal !== 'SIGHUP') child.kill('SIGKILL');
    else if (!hasHeard) child.kill(signal);
    late ??= setTimeout(() => say(`${toLine(command)} goes on after ${signal}: told again, it is killed`), PATIENCE);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, pass);
  return () => {
    clearTimeout(late);
    for (const signal of signals) process.off(signal, pass);
  };
}

function say(message: string): void {
  process.stderr.write(`spanline: ${message}\n`);
}
