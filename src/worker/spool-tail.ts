// Follows the files of a spool's folder: reads what is added, and removes what nobody writes any more.
// By looking again and again, not by being told: a watch would wake this process with each span.

import { readdirSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type SpoolSource, toSpoolSource } from './spool-source.ts';

/** Milliseconds between two looks. */
const BUSY_INTERVAL = 100;
/** While there is no file. */
const IDLE_INTERVAL = 250;

export interface SpoolListener {
  line(source: SpoolSource, line: string): void;
  /** All that the process has written is read, and it will write no more. */
  gone(source: SpoolSource): void;
  /** After each look. */
  looked(): void;
}

export class SpoolTail {
  readonly #folder: string;
  readonly #listener: SpoolListener;
  readonly #sources = new Map<string, SpoolSource>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

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

  /** Reads what is left and removes the files, of programs that go on as well: nobody will read them. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    if (this.#running === undefined) return;
    while (await this.#look());
    for (const { path } of this.#sources.values()) await remove(path);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const hasMore = await this.#look();
      if (hasMore) continue;
      const interval = this.#sources.size > 0 ? BUSY_INTERVAL : IDLE_INTERVAL;
      await pause(interval, undefined, { signal }).catch(() => {});
    }
  }

  /** Answers whether a file has more than was read. */
  async #look(): Promise<boolean> {
    await this.#find();
    let hasMore = false;
    for (const [name, source] of [...this.#sources]) {
      // Asked before reading: what a process has written is all there once it is gone.
      const isDone = !isAlive(source.pid) || this.#isLeft(source);
      const more = await this.#read(source);
      hasMore ||= more;
      if (isDone && !more) await this.#finish(name, source);
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

  async #finish(name: string, source: SpoolSource): Promise<void> {
    if (!isAlive(source.pid)) this.#listener.gone(source);
    if (await remove(source.path)) this.#sources.delete(name);
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
