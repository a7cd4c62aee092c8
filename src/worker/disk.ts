// The disk for rooms that know none: a folder for the log, the workspace's files for source maps.

import { appendFile, mkdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceDisk } from '../link/workspace-path.ts';
import type { LogDisk } from '../store/runs/run-log.ts';

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
export function createLogDisk(folder: string): LogDisk {
  const path = (name: string) => join(folder, name);
  return {
    async read(name) {
      try {
        return await readFile(path(name));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async append(name, bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(path(name), bytes, { mode: 0o600 });
    },
    remove: (name) => rm(path(name), { force: true }),
    rename: (from, to) => rename(path(from), path(to)),
  };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
