// What writing and reading runs need of a disk and of packing, given to them where they are composed.

import type { Packing } from './run-frame.ts';

/** One folder of files that only the user can read; names are without a folder. All reject with what the disk says. */
export interface RunDisk {
  list(): Promise<readonly RunFile[]>;
  /** Creates the folder and the file where they are absent. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** Undefined for an absent file. */
  open(name: string): Promise<RunBytes | undefined>;
  remove(name: string): Promise<void>;
}

export interface RunFile {
  readonly name: string;
  readonly bytes: number;
  /** When it was written last, in milliseconds since the Unix epoch. */
  readonly written: number;
}

export interface RunBytes extends AsyncDisposable {
  readonly length: number;
  /** As many as there are, where there are fewer. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

export interface Packer {
  readonly packing: Packing;
  pack(bytes: Uint8Array): Promise<Uint8Array>;
  /** Undefined for bytes that are not of that packing and length. */
  unpack(bytes: Uint8Array, packing: Packing, length: number): Uint8Array | undefined;
}
