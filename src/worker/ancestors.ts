// Which processes a process descends from.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A chain of parents is shorter than this; one that is not is no chain. */
const MOST = 64;

const run = promisify(execFile);

/** The process itself, its parent and so on; just itself where the system does not tell. */
export async function ancestorsOf(pid: number): Promise<readonly number[]> {
  const chain = [pid];
  for (let next = await parentOf(pid); next > 1 && chain.length < MOST; next = await parentOf(next)) chain.push(next);
  return chain;
}

/** 0 where it cannot be told. */
async function parentOf(pid: number): Promise<number> {
  if (!Number.isSafeInteger(pid) || pid <= 1) return 0;
  try {
    if (process.platform === 'win32') return 0;
    if (process.platform !== 'linux') return Number((await run('ps', ['-o', 'ppid=', '-p', String(pid)])).stdout);
    // "pid (name) state parent": a name may hold anything, parentheses too.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
