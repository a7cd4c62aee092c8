// A folder that hooks spool into, with what who reads does for them: without a reader they would stop to write.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SpoolFolder extends AsyncDisposable {
  readonly path: string;
  /** Removes the files that were left for the next; fails where nothing was spooled. */
  removeLeftFiles(): Promise<void>;
}

export async function createSpoolFolder(): Promise<SpoolFolder> {
  const path = await mkdtemp(join(tmpdir(), 'spanline-bench-'));
  return {
    path,
    async removeLeftFiles() {
      const files = (await readdir(path)).sort((a, b) => numberOf(a) - numberOf(b));
      if (files.length === 0) throw new Error('nothing is spooled');
      for (const name of files.slice(0, -1)) await rm(join(path, name));
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

function numberOf(name: string): number {
  return Number(/(\d+)\.ndjson$/.exec(name)?.[1]);
}
