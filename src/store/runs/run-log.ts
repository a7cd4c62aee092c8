// What was received, kept so that it survives a reload of the window or a kill of the receiver: accepted bodies one after
// another in a file, two files in turn so that the size is bounded. The disk is injected.
//
// Format 1, little-endian: the eight bytes SPANLOG1, then a record a body: length (u32), check (u32), kind (u8), bytes.
// Who does not know a kind takes the record for a body that cannot be decoded.

import type { Encoding } from '../../model/span-batch.ts';

const MAGIC = [0x53, 0x50, 0x41, 0x4e, 0x4c, 0x4f, 0x47, 0x31] as const;
const HEADER = 9;
/** By their number in the file. */
const KINDS: readonly Pick<LoggedBody, 'signal' | 'encoding'>[] = [
  { signal: 'traces', encoding: 'protobuf' },
  { signal: 'traces', encoding: 'json' },
  { signal: 'note', encoding: 'json' },
  { signal: 'logs', encoding: 'protobuf' },
  { signal: 'logs', encoding: 'json' },
  { signal: 'metrics', encoding: 'protobuf' },
  { signal: 'metrics', encoding: 'json' },
];

/** The files that a log may touch: names without a folder. Reads answer undefined for an absent file; all else rejects. */
export interface LogDisk {
  read(name: string): Promise<Uint8Array | undefined>;
  /** Creates the file where it is absent. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
}

export interface LoggedBody {
  /** A note is what the caller has to say beside bodies. */
  readonly signal: 'traces' | 'logs' | 'metrics' | 'note';
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
  /** Records that wait for their turn on the disk. */
  #pending: Uint8Array[] | undefined;
  /** What touches the disk does so one after another: a file must not be begun while it is read or removed. */
  #work: Promise<void> = Promise.resolve();
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
  restore(take: (body: LoggedBody) => void): Promise<void> {
    return this.#enqueue(async () => {
      for (const name of [this.#previous, this.#current]) {
        const file = await this.#disk.read(name);
        if (!file) continue;
        const end = readLog(file, take);
        if (name !== this.#current) continue;
        this.#size = file.length;
        // What is appended behind a cut record could never be read again.
        if (end < file.length) await this.#cut(file.subarray(0, end));
      }
    });
  }

  /** Copies the body; it is on disk once `flush` has resolved. */
  append(body: LoggedBody): void {
    if (this.#failed) return;
    if (!this.#pending) {
      const records: Uint8Array[] = [];
      this.#pending = records;
      void this.#enqueue(() => this.#write(records));
    }
    this.#pending.push(toRecord(body));
  }

  flush(): Promise<void> {
    return this.#work;
  }

  clear(): Promise<void> {
    // What is waiting is not written; what comes after this call is.
    this.#pending?.splice(0);
    this.#pending = undefined;
    return this.#enqueue(async () => {
      await this.#disk.remove(this.#current);
      await this.#disk.remove(this.#previous);
      this.#size = 0;
    });
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => this.#fail(error));
    return this.#work;
  }

  async #write(records: Uint8Array[]): Promise<void> {
    if (this.#pending === records) this.#pending = undefined;
    if (records.length === 0 || this.#failed) return;
    if (this.#size > this.#limit / 2) await this.#turn();
    const bytes = join(this.#size === 0 ? [Uint8Array.from(MAGIC), ...records] : records);
    await this.#disk.append(this.#current, bytes);
    this.#size += bytes.length;
  }

  async #turn(): Promise<void> {
    await this.#disk.rename(this.#current, this.#previous);
    this.#size = 0;
  }

  /** Replaces the growing file by what can be read of it. */
  async #cut(readable: Uint8Array): Promise<void> {
    const draft = `cut-${this.#current}`;
    await this.#disk.remove(draft);
    await this.#disk.append(draft, readable);
    await this.#disk.rename(draft, this.#current);
    this.#size = readable.length;
  }

  #fail(error: unknown): void {
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
    take({ ...(KINDS[file[at + 8]!] ?? KINDS[0]!), bytes });
    at = next;
  }
  return at;
}

function toRecord({ signal, encoding, bytes }: LoggedBody): Uint8Array {
  const record = new Uint8Array(HEADER + bytes.length);
  const view = new DataView(record.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint32(4, check(bytes), true);
  record[8] = KINDS.findIndex((kind) => kind.signal === signal && kind.encoding === encoding);
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
