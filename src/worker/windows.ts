// The user's windows that receive, in a folder of all: each says in a file of its own what is its, and reads those of the others.

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ancestorsOf } from './ancestors.ts';

/** Milliseconds for which what the others said is taken to hold. */
const FRESH = 250;

export interface WindowEntry {
  /** The process that receives. */
  readonly pid: number;
  readonly port: number;
  /** Marks of what is captured. */
  readonly sessions: readonly string[];
  /** Whose descendants are the window's: its extension host, its shells. */
  readonly processes: readonly number[];
  /** The shared ports that it listens on. */
  readonly shared: readonly number[];
}

/** Whoever made a part of a request, as far as its resource says. */
export interface Maker {
  readonly session: string | undefined;
  /** Asked for only where the session does not tell. */
  pid(): Promise<number | undefined>;
}

export interface Windows extends AsyncDisposable {
  /** From now on this holds for our window. */
  tell(entry: Omit<WindowEntry, 'pid'>): Promise<void>;
  others(): Promise<readonly WindowEntry[]>;
  /** The other window that it belongs to; undefined where it is ours, or nobody's. */
  ownerOf(maker: Maker): Promise<WindowEntry | undefined>;
}

/** Without a folder there are no others. */
export function createWindows(folder: string | undefined): Windows {
  const name = `${process.pid}.json`;
  let own: WindowEntry | undefined;
  let known: { readonly time: number; readonly entries: Promise<readonly WindowEntry[]> } | undefined;
  let work: Promise<void> = Promise.resolve();

  const others = (): Promise<readonly WindowEntry[]> => {
    const now = Date.now();
    if (folder === undefined) return Promise.resolve([]);
    if (known === undefined || now - known.time > FRESH) known = { time: now, entries: readOthers(folder, name) };
    return known.entries;
  };
  return {
    tell(entry) {
      own = { pid: process.pid, ...entry };
      if (folder === undefined) return work;
      const text = JSON.stringify(own);
      work = work.then(() => write(folder, name, text)).catch(() => {});
      return work;
    },
    others,
    async ownerOf({ session, pid: askPid }) {
      const entries = await others();
      if (entries.length === 0 || (session !== undefined && own?.sessions.includes(session))) return undefined;
      const marked = entries.find((entry) => session !== undefined && entry.sessions.includes(session));
      if (marked !== undefined) return marked;
      const pid = await askPid();
      if (pid === undefined) return undefined;
      for (const ancestor of await ancestorsOf(pid)) {
        if (own?.processes.includes(ancestor)) return undefined;
        const owner = entries.find((entry) => entry.processes.includes(ancestor));
        if (owner !== undefined) return owner;
      }
      return undefined;
    },
    async [Symbol.asyncDispose]() {
      await work;
      if (folder === undefined) return;
      await rm(join(folder, name), { force: true }).catch(() => {});
    },
  };
}

async function write(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `${name}.draft`);
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, join(folder, name));
}

async function readOthers(folder: string, own: string): Promise<readonly WindowEntry[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json') && name !== own);
  const entries = await Promise.all(
    names.map(async (name) => {
      const entry = parseEntry(await readFile(join(folder, name), 'utf8').catch(() => ''));
      if (entry !== undefined && isAlive(entry.pid)) return [entry];
      // Who was killed did not take its file away.
      if (entry !== undefined) await rm(join(folder, name), { force: true }).catch(() => {});
      return [];
    }),
  );
  return entries.flat();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Undefined for what is none. */
function parseEntry(text: string): WindowEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, port, sessions, processes, shared }: Readonly<Record<keyof WindowEntry, unknown>> = {
      ...{ pid: 0, port: 0, sessions: [], processes: [], shared: [] },
      ...value,
    };
    if (typeof pid !== 'number' || typeof port !== 'number') return undefined;
    if (!Number.isSafeInteger(pid) || pid <= 1 || port <= 0 || port > 65_535) return undefined;
    const numbers = (list: unknown) => (Array.isArray(list) ? list.filter((item) => typeof item === 'number') : []);
    return {
      ...{ pid, port },
      sessions: Array.isArray(sessions) ? sessions.filter((item) => typeof item === 'string') : [],
      processes: numbers(processes),
      shared: numbers(shared),
    };
  } catch {
    return undefined;
  }
}
