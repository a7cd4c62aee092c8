// Reads the files of a project that may say something of telemetry: bounded in number, size and time, never outside of it.

import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isManifest, isTellingFolder, isTellingName, isTellingText } from '../../../doctor/code/telling-file.ts';
import type { SourceFile } from '../../../doctor/facts.ts';

export interface ReadBounds {
  readonly files: number;
  /** Bytes of one file; manifests and locks may be longer. */
  readonly fileBytes: number;
  readonly manifestBytes: number;
  /** Bytes of all that is kept. */
  readonly keptBytes: number;
  readonly milliseconds: number;
}

export const READ_BOUNDS: ReadBounds = {
  files: 4000,
  fileBytes: 256 * 1024,
  manifestBytes: 4 * 1024 * 1024,
  keptBytes: 16 * 1024 * 1024,
  milliseconds: 5000,
};

export interface ReadSources {
  readonly sources: readonly SourceFile[];
  /** Whether a bound let some files be. */
  readonly isPartial: boolean;
}

/** Links are not followed. Rejects with the signal's reason when aborted. */
export async function readSources(folder: string, signal: AbortSignal, bounds = READ_BOUNDS): Promise<ReadSources> {
  const sources: SourceFile[] = [];
  const folders = [folder];
  const end = Date.now() + bounds.milliseconds;
  let [files, kept] = [0, 0];
  const isFull = () => files >= bounds.files || kept >= bounds.keptBytes || Date.now() > end;
  for (let at = 0; at < folders.length; at++) {
    const within = folders[at] ?? folder;
    for (const entry of await entriesOf(within)) {
      signal.throwIfAborted();
      if (isFull()) return { sources, isPartial: true };
      const path = join(within, entry.name);
      if (entry.isDirectory() && isTellingFolder(entry.name) && !(await isEnvironment(path))) folders.push(path);
      if (!entry.isFile() || !isTellingName(entry.name)) continue;
      files++;
      const text = await readBounded(path, isManifest(entry.name) ? bounds.manifestBytes : bounds.fileBytes);
      if (text === undefined || !(isManifest(entry.name) || isTellingText(text))) continue;
      kept += text.length;
      sources.push({ file: path, text });
    }
  }
  return { sources, isPartial: false };
}

export async function readBounded(file: string, bytes: number): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    return size > bytes ? undefined : await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** In the order of names, so that what is read first is always the same. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A virtual environment of Python, whatever it is called. */
async function isEnvironment(folder: string): Promise<boolean> {
  return (await stat(join(folder, 'pyvenv.cfg')).catch(() => undefined)) !== undefined;
}
