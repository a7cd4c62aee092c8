// The disk for rooms that know none: a folder for runs, the workspace's files for source maps.

import { appendFile, mkdir, open, readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceDisk } from '../link/workspace-path.ts';
import type { RunBytes, RunDisk } from '../store/runs/run-disk.ts';

/** Larger files are no source and no map. */
const MAX_SOURCE_BYTES = 64 << 20;

export const sourceDisk: SourceDisk = {
  realPath: (path) => realpath(path).catch(() => undefined),
  async readText(path) {
    try {
      const found = await stat(path);
      // A pipe or a device would never end.
      return found.isFile() && found.size <= MAX_SOURCE_BYTES ? await readFile(path, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  },
};

/** Files only the user can read: telemetry holds what programs say. */
export function createRunDisk(folder: string): RunDisk {
  const path = (name: string) => join(folder, name);
  return {
    async list() {
      const names = await absentIs(readdir(folder), []);
      const found = await Promise.all(
        names.map(async (name) => ({ name, stats: await absentIs(stat(path(name)), undefined) })),
      );
      return found.flatMap(({ name, stats }) =>
        stats?.isFile() ? [{ name, bytes: stats.size, written: stats.mtimeMs }] : [],
      );
    },
    async append(name, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(path(name), bytes, { mode: 0o600 });
    },
    open: (name) => absentIs(openRunBytes(path(name)), undefined),
    remove: (name) => rm(path(name), { force: true }),
  };
}

/** Rejects for what is no file: a pipe or a device would never end. */
export async function openRunBytes(path: string): Promise<RunBytes> {
  const handle = await open(path, 'r');
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error(`${path} is no file`);
    return {
      length: stats.size,
      async read(offset, length) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, stats.size - offset)));
        let filled = 0;
        while (filled < bytes.length) {
          const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      },
      [Symbol.asyncDispose]: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function absentIs<T, U>(found: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await found;
  } catch (error) {
    if (isAbsent(error)) return otherwise;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
