// Follows the files of a spool's folder: reads what is added, and removes what nobody writes any more.
// By looking again and again, not by being told: a watch would wake this process with each span.

import { readdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type SpoolSource, toSpoolSource } from './spool-source.ts';

/** Milliseconds between two looks. */
const BUSY_INTERVAL = 100;
/** While there is no file. */
const IDLE_INTERVAL = 250;
/** A process that writes faster than is read must not keep others waiting for ever. */
const MOST_LOOKS = 16;

export interface SpoolListener {
  line(source: SpoolSource, line: string): void;
  /** All that the process has written is read. `lastSeen`: its last sign of life, in milliseconds since the Unix epoch. */
  gone(pid: number, lastSeen: number): void;
  /** After each look. */
  looked(): void;
}

export class SpoolTail {
  readonly #folder: string;
  readonly #listener: SpoolListener;
  readonly #sources = new Map<string, SpoolSource>();
  /** Milliseconds since the Unix epoch when a process was last found to run, by its id. */
  readonly #lastAlive = new Map<number, number>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  /** One at a time: two would read a file from the same place. */
  #looking: Promise<unknown> = Promise.resolve();

  constructor(folder: string, listener: SpoolListener) {
    this.#folder = folder;
    this.#listener = listener;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Whether a program spools, or one that ended did whose file is not read to its end. */
  get hasFiles(): boolean {
    if (this.#sources.size > 0) return true;
    if (this.#running === undefined) return false;
    try {
      // A program's file is there before its first request comes, which may be before the next look.
      return readdirSync(this.#folder).length > 0;
    } catch {
      return false;
    }
  }

  hasFileOf(pid: number): boolean {
    return [...this.#sources.values()].some((source) => source.pid === pid);
  }

  /** Resolves once all is read that was written before. */
  async catchUp(): Promise<void> {
    if (this.#running === undefined) return;
    for (let looks = 0; looks < MOST_LOOKS && (await this.#lookNext()); looks++);
  }

  /** Reads what is left and removes the files, of programs that go on as well: nobody will read them. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    if (this.#running === undefined) return;
    while (await this.#lookNext());
    for (const { path } of this.#sources.values()) await remove(path);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const hasMore = await this.#lookNext();
      if (hasMore) continue;
      const interval = this.#sources.size > 0 ? BUSY_INTERVAL : IDLE_INTERVAL;
      await pause(interval, undefined, { signal }).catch(() => {});
    }
  }

  #lookNext(): Promise<boolean> {
    const next = this.#looking.then(() => this.#look());
    this.#looking = next.catch(() => {});
    return next;
  }

  /** Answers whether a file has more than was read. */
  async #look(): Promise<boolean> {
    await this.#find();
    let hasMore = false;
    for (const [pid, sources] of Map.groupBy(this.#sources.values(), (source) => source.pid)) {
      // Asked before reading: what a process has written is all there once it is gone.
      const isGone = !this.#isAlive(pid);
      let isRead = true;
      for (const source of sources) {
        const more = await this.#read(source);
        isRead &&= !more;
        if (!more && (isGone || this.#isLeft(source))) await this.#remove(source);
      }
      hasMore ||= !isRead;
      if (isGone && isRead) this.#tellGone(pid, sources);
    }
    this.#listener.looked();
    return hasMore;
  }

  async #find(): Promise<void> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    for (const name of names) {
      if (this.#sources.has(name)) continue;
      const source = toSpoolSource(join(this.#folder, name), name);
      if (source) this.#sources.set(name, source);
    }
    for (const name of this.#sources.keys()) if (!names.includes(name)) this.#sources.delete(name);
  }

  async #read(source: SpoolSource): Promise<boolean> {
    try {
      return await source.read((line) => this.#listener.line(source, line));
    } catch {
      // Not readable now: it is looked at again, or is gone.
      return false;
    }
  }

  #isLeft({ stem, number }: SpoolSource): boolean {
    return [...this.#sources.values()].some((other) => other.stem === stem && other.number > number);
  }

  #isAlive(pid: number): boolean {
    if (!isAlive(pid)) return false;
    this.#lastAlive.set(pid, Date.now());
    return true;
  }

  #tellGone(pid: number, sources: readonly SpoolSource[]): void {
    const lastAlive = this.#lastAlive.get(pid) ?? 0;
    this.#lastAlive.delete(pid);
    this.#listener.gone(pid, Math.max(lastAlive, ...sources.map(({ lastWritten }) => lastWritten)));
  }

  async #remove(source: SpoolSource): Promise<void> {
    if (await remove(source.path)) this.#sources.delete(basename(source.path));
  }
}

/** Where it cannot be removed it is tried again with the next look. */
function remove(path: string): Promise<boolean> {
  return rm(path, { force: true }).then(
    () => true,
    () => false,
  );
}

/** A process of another user, which may not be asked, is one. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
