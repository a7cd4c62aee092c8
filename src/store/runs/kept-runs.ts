// The runs that are kept in a folder: which file is written to, which are shown again, which are pruned.

import { reasonOf } from '../../base/reason-of.ts';
import { type KeptRun, RUN_SUFFIX, type RunLaunch, type RunSummary } from '../../model/run.ts';
import { type BlockPlace, readRun, readRunSummary } from './read-run.ts';
import type { RunAbout } from './run-about.ts';
import type { RunBody } from './run-body.ts';
import type { RunFile } from './run-disk.ts';
import { RunWriter, type RunWriterParts } from './run-writer.ts';

/** Names a moment: what was written before is not shown again. */
const CLEARED_SUFFIX = '.cleared';
/** Bytes after which a run goes on in another file: one that goes on for ever can be pruned too. */
const MOST_IN_FILE = 256 << 20;
const DAY = 24 * 3600_000;
/** Older ones are earlier runs, which are opened when they are asked for: a new day begins with an empty view. */
const SHOWN_AGAIN = DAY / 2;

export interface KeptRunsParts extends Omit<RunWriterParts, 'onFailure' | 'onOverflow'> {
  /** Files that were written longer ago are removed, and the oldest ones past so many bytes. */
  readonly keep: { readonly days: number; readonly bytes: number };
  /** Of files that are shown again. */
  readonly mostRestored: number;
  /** A sentence for the user. */
  say(message: string): void;
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

interface LastRun {
  readonly name: string;
  readonly launches: readonly RunLaunch[];
}

export class KeptRuns {
  readonly #parts: KeptRunsParts;
  #writer: RunWriter | undefined;
  /** Of the run that is written. */
  readonly #launches = new Map<string, RunLaunch>();
  /** The newest file that was here before, and what it holds. */
  #last: LastRun | undefined;
  /** Moments that files are named by. */
  readonly #names = new Set<string>();
  #closing: Promise<void> = Promise.resolve();

  constructor(parts: KeptRunsParts) {
    this.#parts = parts;
  }

  /** Gives what was shown last, the oldest first, with the file that it is in and where. Total. */
  async restore(
    take: (body: RunBody, name: string, block: BlockPlace, offset: number) => void | Promise<void>,
  ): Promise<void> {
    const { disk, packer, say, mostRestored, now } = this.#parts;
    try {
      const files = await disk.list();
      for (const { name } of files) this.#names.add(name.slice(0, name.lastIndexOf('.')));
      const cleared = clearedAt(files);
      let left = mostRestored;
      const shown = runsIn(files)
        .filter(({ name, written }) => (cleared === undefined || name > cleared) && written > now() - SHOWN_AGAIN)
        .filter(({ bytes }, i) => {
          left -= bytes;
          return left >= 0 || i === 0;
        })
        .reverse();
      for (const { name } of shown) {
        await using file = await disk.open(name);
        if (file === undefined) continue;
        const read = await readRun(file, packer, (body, block, offset) => take(body, name, block, offset));
        if (!read.ok) say(`${name} is not shown again: ${read.error}`);
        else if (read.value.damaged > 0)
          say(`Parts of what was kept are damaged (${name}); all that could be read is shown.`);
        if (read.ok) this.#last = { name, launches: read.value.launches };
      }
    } catch (error) {
      say(`What was kept cannot be read: ${reasonOf(error)}`);
    }
  }

  /** What runs now. A launch while nothing of the present run goes on begins another one. */
  tellLaunches(running: readonly RunLaunch[]): void {
    if (this.#writer === undefined && this.#last) this.#resume(this.#last, running);
    const fresh = running.filter(({ key }) => !this.#launches.has(key));
    if (fresh.length === 0) return;
    if (!running.some(({ key }) => this.#launches.has(key))) this.#endRun();
    for (const launch of fresh) this.#launches.set(launch.key, launch);
    this.#writer?.about(this.#about);
  }

  /** Bodies that belong together, with what is in them. */
  append(bodies: readonly RunBody[], counts?: { readonly spans: number; readonly errors: number }): void {
    if (this.#writer && this.#writer.written > MOST_IN_FILE) this.#closeFile();
    this.#writer ??= this.#begin();
    for (const [i, body] of bodies.entries()) this.#writer.append(body, i === bodies.length - 1 ? counts : undefined);
  }

  async list(): Promise<readonly KeptRun[]> {
    const { disk } = this.#parts;
    await this.flush();
    const runs: KeptRun[] = [];
    for (const { name, bytes, written } of runsIn(await disk.list())) {
      await using file = await disk.open(name);
      if (file === undefined) continue;
      const summary = await readRunSummary(file);
      const nothing: RunSummary = { launches: [], spans: 0, errors: 0, redacted: 0, damaged: 0 };
      const trouble = summary.ok ? undefined : summary.error;
      runs.push({ ...(summary.ok ? summary.value : nothing), name, bytes, written, trouble });
    }
    return runs;
  }

  /** From now on what was written before is not shown again; it stays in its files. */
  async clearShown(): Promise<void> {
    const { disk } = this.#parts;
    this.#closeFile();
    await this.#closing;
    const files = await disk.list();
    if (files.length === 0) return;
    await disk.append(`${this.#stamp()}${CLEARED_SUFFIX}`, new Uint8Array(0));
    for (const { name } of files) if (name.endsWith(CLEARED_SUFFIX)) await disk.remove(name);
  }

  /** Also what is being written: what comes after this call is kept again. Answers with how many files there were. */
  async deleteAll(): Promise<number> {
    const { disk } = this.#parts;
    this.#closeFile();
    await this.#closing;
    const runs = runsIn(await disk.list());
    for (const { name } of runs) await disk.remove(name);
    return runs.length;
  }

  async flush(): Promise<void> {
    await this.#closing;
    await this.#writer?.flush();
  }

  #closeFile(): void {
    const writer = this.#writer;
    this.#writer = undefined;
    if (writer) this.#closing = Promise.all([this.#closing, writer.flush()]).then(() => {});
  }

  #endRun(): void {
    this.#closeFile();
    this.#launches.clear();
  }

  /** A child that was killed while programs ran: the next one writes on. */
  #resume({ name, launches }: LastRun, running: readonly RunLaunch[]): void {
    this.#last = undefined;
    if (!launches.some(({ key }) => running.some((launch) => launch.key === key))) return;
    for (const launch of launches) this.#launches.set(launch.key, launch);
    this.#writer = this.#open(name, false);
  }

  get #about(): RunAbout {
    return { launches: [...this.#launches.values()] };
  }

  #begin(): RunWriter {
    const writer = this.#open(`${this.#stamp()}${RUN_SUFFIX}`, true);
    writer.about(this.#about);
    this.#closing = this.#closing.then(() => this.#prune(writer.name)).catch(() => {});
    return writer;
  }

  #open(name: string, isNew: boolean): RunWriter {
    const { say } = this.#parts;
    return new RunWriter(name, isNew, {
      ...this.#parts,
      onFailure: (error) =>
        say(`What comes now is shown, but not kept for later: ${reasonOf(error)}. The next run is tried again.`),
      onOverflow: () =>
        say('The disk is too slow to keep all that comes: some of this run is shown, but not kept for later.'),
    });
  }

  /** Of now, so that names sort by time, and of no file that is there. */
  #stamp(): string {
    for (let time = this.#parts.now(); ; time++) {
      const stamp = new Date(time).toISOString().replaceAll(':', '-').replace('.', '-');
      if (this.#names.has(stamp)) continue;
      this.#names.add(stamp);
      return stamp;
    }
  }

  async #prune(current: string): Promise<void> {
    const { disk, keep, now } = this.#parts;
    let left = keep.bytes;
    for (const { name, bytes, written } of runsIn(await disk.list())) {
      left -= bytes;
      if (name !== current && (left < 0 || written < now() - keep.days * DAY)) await disk.remove(name);
    }
  }
}

/** The newest first. */
function runsIn(files: readonly RunFile[]): readonly RunFile[] {
  return files.filter(({ name }) => name.endsWith(RUN_SUFFIX)).sort((a, b) => (a.name < b.name ? 1 : -1));
}

function clearedAt(files: readonly RunFile[]): string | undefined {
  return files
    .map(({ name }) => name)
    .filter((name) => name.endsWith(CLEARED_SUFFIX))
    .sort()
    .at(-1);
}
