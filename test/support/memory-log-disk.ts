// A disk in memory for the log: slow by a turn of the loop, full or failing when told so.

import type { LogDisk } from '../../src/store/runs/run-log.ts';

export interface MemoryLogDisk extends LogDisk {
  readonly files: Map<string, Uint8Array>;
  /** The error of all writes from now on; half of what is written is there by then, as on a disk that fills up. */
  broken: Error | undefined;
  /** How often a write was tried. */
  writes: number;
}

export function createMemoryLogDisk(): MemoryLogDisk {
  const files = new Map<string, Uint8Array>();
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    files,
    broken: undefined,
    writes: 0,
    async read(name) {
      await turn();
      return files.get(name)?.slice();
    },
    async append(name, bytes) {
      this.writes++;
      const content = bytes.slice();
      await turn();
      const kept = this.broken ? content.subarray(0, content.length >> 1) : content;
      files.set(name, Buffer.concat([files.get(name) ?? new Uint8Array(0), kept]));
      await turn();
      if (this.broken) throw this.broken;
    },
    async remove(name) {
      await turn();
      files.delete(name);
      await turn();
    },
    async rename(from, to) {
      await turn();
      const file = files.get(from);
      if (!file) throw new Error(`ENOENT: ${from}`);
      files.set(to, file);
      files.delete(from);
    },
  };
}
