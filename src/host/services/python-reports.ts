// What the hook tells of Python programs that have no tracing of their own: a file a process, in a folder that is watched
// from the first such launch on.

import { type FSWatcher, rmSync, watch } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createEmitter, type Listen } from '../../base/event.ts';
import { type PythonReport, parsePythonReport } from '../../launch/python-report.ts';

/** Of a file: more was not written by the hook. */
const MAX_BYTES = 8192;
/** Launches whose reports are remembered. */
const MAX_SESSIONS = 20;
/** The session, and the process. */
const NAME = /^([\w-]+)\.\d+\.json$/;

export interface SessionReport {
  readonly session: string;
  /** Of its launch: a report may come before the debug session is known. */
  readonly name: string;
  readonly report: PythonReport;
}

export interface PythonReports extends Disposable {
  /** Awaits reports of a launch of that name; answers with the path to whose end the hook adds. */
  expect(session: string, name: string): Promise<string>;
  /** The newest of the launch. */
  of(session: unknown): PythonReport | undefined;
  readonly onReport: Listen<SessionReport>;
  /** Where the folder cannot be watched this finds them as well. */
  look(): Promise<void>;
}

export function createPythonReports(folder: string, log: (message: string) => void): PythonReports {
  const reports = createEmitter<SessionReport>((error) => log(String(error)));
  /** By session. */
  const names = new Map<string, string>();
  const newest = new Map<string, PythonReport>();
  let watcher: FSWatcher | undefined;
  let opening: Promise<void> | undefined;

  const take = async (name: string) => {
    const session = NAME.exec(name)?.[1];
    const path = join(folder, name);
    const text = session === undefined ? undefined : await readWhole(path);
    if (session === undefined || text === undefined) return;
    await rm(path, { force: true });
    const report = parsePythonReport(text);
    if (report === undefined) return;
    remember(newest, session, report);
    reports.fire({ session, name: names.get(session) ?? 'A program', report });
  };
  const look = async () => {
    if (opening === undefined) return;
    for (const name of await readdir(folder).catch((): string[] => [])) await take(name);
  };
  /** One after the other: a file is taken once. */
  let looking = Promise.resolve();
  const lookNext = () => {
    looking = looking.then(look).catch((error: unknown) => log(`reports of Python programs: ${String(error)}`));
    return looking;
  };

  const openFolder = async () => {
    // What an earlier window was not there to read.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      watcher = watch(folder, () => void lookNext());
      watcher.on('error', (error) => log(`reports of Python programs are read late: ${error.message}`));
    } catch (error) {
      log(`reports of Python programs are read late: ${String(error)}`);
    }
  };

  return {
    async expect(session, name) {
      remember(names, session, name);
      opening ??= openFolder();
      await opening;
      return join(folder, session);
    },
    of: (session) => (typeof session === 'string' ? newest.get(session) : undefined),
    onReport: reports.listen,
    look: lookNext,
    [Symbol.dispose]() {
      watcher?.close();
      if (opening !== undefined) rmSync(folder, { recursive: true, force: true });
      opening = undefined;
    },
  };
}

/** The oldest is forgotten. */
function remember<T>(sessions: Map<string, T>, session: string, what: T): void {
  sessions.delete(session);
  sessions.set(session, what);
  const [oldest] = sessions.keys();
  if (sessions.size > MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest);
}

async function readWhole(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path);
    const bytes = Buffer.alloc(MAX_BYTES);
    const { bytesRead } = await file.read(bytes, 0, MAX_BYTES, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } catch {
    return undefined;
  }
}
