// Runs the interpreter of a program for pip, and says in a sentence why that failed.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { explainPip } from '../../launch/explain-pip.ts';

export interface PipRun {
  readonly executable: string;
  readonly args: readonly string[];
  /** Where it works, and leaves what a kill leaves. */
  readonly folder: string;
  readonly onLine: (line: string) => void;
}

/** Undefined when it did its work. An abort kills it. */
export function runPip({ executable, args, folder, onLine }: PipRun, signal: AbortSignal): Promise<string | undefined> {
  const pip = spawn(executable, args, {
    cwd: folder,
    env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    signal,
    killSignal: 'SIGKILL',
  });
  const printed: string[] = [];
  for (const stream of [pip.stdout, pip.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      printed.push(line);
      onLine(line);
    });
  return new Promise((resolve) => {
    // An abort is an error too: then the process closes a moment later.
    pip.on('error', (error) => {
      if (pip.pid === undefined) resolve(`${executable} cannot be run: ${error.message}`);
    });
    pip.on('close', (code) => resolve(code === 0 ? undefined : explainPip(printed, code, executable)));
  });
}
