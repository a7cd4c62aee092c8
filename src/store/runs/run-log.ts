// What was received, kept so that it survives a reload of the window or a kill of the receiver: accepted bodies one after
// another in a file, two files in turn so that the size is bounded. The disk is injected.
//
// Format 1, little-endian: the eight bytes SPANLOG1, then a record a body: length (u32), check (u32), encoding (u8), bytes.

import type { Encoding } from '../../model/span-batch.ts';

const MAGIC = [0x53, 0x50, 0x41, 0x4e, 0x4c, 0x4f, 0x47, 0x31] as const;
const HEADER = 9;

/** The files that a log may touch: names without a folder. Reads answer undefined for an absent file; all else rejects. */
export interface LogDisk {
  read(name: string): Promise<Uint8Array | undefined>;
  /** Creates the file where it is absent. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

export interface LoggedBody {
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
}

export class RunLog {
  readonly #disk: LogDisk;
  readonly #current: string;
  readonly #previous: string;
  readonly #limit: number;
  readonly #onFailure: (error: unknown) => void;
  #size = 0;
  #pending: Uint8Array[] = [];
  #writing: Promise<void> | undefined;
  #failed = false;

  /** `name` is that of the file that grows; `limit` bounds both files together. `onFailure` is called once: from then on nothing is kept any more. */
  constructor(disk: LogDisk, name: string, limit: number, onFailure: (error: unknown) => void) {
    this.#disk = disk;
    this.#current = name;
    this.#previous = `previous-${name}`;
    this.#limit = limit;
    this.#onFailure = onFailure;
  }

  /** Gives all bodies that can be read, the oldest first. A damaged or cut tail is left out. */
  async restore(take: (body: LoggedBody) => void): Promise<void> {
    try {
      for (const name of [this.#previous, this.#current]) {
        const file = await this.#disk.read(name);
        if (!file) continue;
        const end = readLog(file, take);
        if (name !== this.#current) continue;
        this.#size = file.length;
        // What is appended behind a cut record could never be read again: begin a new file.
        if (end < file.length) await this.#turn();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Copies the body; it is on disk once `flush` has resolved. */
  append(body: LoggedBody): void {
    if (this.#failed) return;
    this.#pending.push(toRecord(body));
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  }

  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async clear(): Promise<void> {
    this.#pending = [];
    await this.flush();
    try {
      await this.#disk.remove(this.#current);
      await this.#disk.remove(this.#previous);
      this.#size = 0;
    } catch (error) {
      this.#fail(error);
    }
  }

  async #write(): Promise<void> {
    try {
      while (this.#pending.length > 0) {
        if (this.#size > this.#limit / 2) await this.#turn();
        const records = this.#pending;
        this.#pending = [];
        const bytes = join(this.#size === 0 ? [Uint8Array.from(MAGIC), ...records] : records);
        await this.#disk.append(this.#current, bytes);
        this.#size += bytes.length;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  async #turn(): Promise<void> {
    await this.#disk.rename(this.#current, this.#previous);
    this.#size = 0;
  }

  #fail(error: unknown): void {
    this.#pending = [];
    if (this.#failed) return;
    this.#failed = true;
    this.#onFailure(error);
  }
}

/** Answers with where the readable part ends. */
function readLog(file: Uint8Array, take: (body: LoggedBody) => void): number {
  if (!MAGIC.every((byte, i) => file[i] === byte)) return 0;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at: number = MAGIC.length;
  while (at + HEADER <= file.length) {
    const length = view.getUint32(at, true);
    const next = at + HEADER + length;
    if (next > file.length) break;
    const bytes = file.subarray(at + HEADER, next);
    if (view.getUint32(at + 4, true) !== check(bytes)) break;
    take({ encoding: file[at + 8] === 1 ? 'json' : 'protobuf', bytes });
    at = next;
  }
  return at;
}

function toRecord({ encoding, bytes }: LoggedBody): Uint8Array {
  const record = new Uint8Array(HEADER + bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint32(4, check(bytes), true);
  record[8] = encoding === 'json' ? 1 : 0;
  record.set(bytes, HEADER);
  return record;
}

/** FNV-1a over words where it can: tells a cut or overwritten record, guards against nothing else. */
function check(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = bytes.length >> 2;
  let hash = 0x811c9dc5 ^ bytes.length;
  for (let i = 0; i < words; i++) hash = Math.imul(hash ^ view.getInt32(i * 4, true), 16777619);
  for (let i = words * 4; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 16777619);
  return hash >>> 0;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
