// Runs the interpreter of a program for pip, and says in a sentence why that failed.

import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { explainPip } from '../../launch/explain-pip.ts';

/** Where `install_packages.py` has pip write it, beside what is installed. */
const LOG = 'pip.log';

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
    pip.on('close', async (code) => {
      if (code === 0) return resolve(undefined);
      resolve(explainPip([...(await readRefusals(join(folder, LOG))), ...printed], code, executable));
    });
  });
}

/** What pip wrote of addresses that gave it nothing: it does not print that. */
async function readRefusals(log: string): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(log) }))
      if (line.includes('Could not fetch URL')) found.push(line);
  } catch {
    // It came to no log.
  }
  return found;
}
