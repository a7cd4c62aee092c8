// A disk in memory for runs: slow by a turn of the loop, failing when told so.

import type { RunDisk } from '../../src/store/runs/run-disk.ts';

export interface MemoryRunDisk extends RunDisk {
  readonly files: Map<string, Uint8Array>;
  /** The error of all writes from now on; half of what is written is there by then, as on a disk that fills up. */
  broken: Error | undefined;
  /** When files are written, in milliseconds since the Unix epoch. */
  now: number;
}

export function createMemoryRunDisk(): MemoryRunDisk {
  const files = new Map<string, Uint8Array>();
  const written = new Map<string, number>();
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    files,
    broken: undefined,
    now: 0,
    async list() {
      await turn();
      return [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, written: written.get(name) ?? 0 }));
    },
    async append(name, bytes) {
      const content = bytes.slice();
      await turn();
      const kept = this.broken ? content.subarray(0, content.length >> 1) : content;
      files.set(name, Uint8Array.from([...(files.get(name) ?? []), ...kept]));
      written.set(name, this.now);
      await turn();
      if (this.broken) throw this.broken;
    },
    async open(name) {
      await turn();
      const file = files.get(name);
      return file && toRunBytes(file);
    },
    async remove(name) {
      await turn();
      files.delete(name);
    },
  };
}

export function toRunBytes(file: Uint8Array) {
  return {
    length: file.length,
    read: async (offset: number, length: number) => file.slice(offset, offset + length),
    [Symbol.asyncDispose]: async () => {},
  };
}
