// Writes a run as it arrives: bodies are gathered into blocks, each covered, packed and appended as one frame.

import { type RunAbout, writeAbout } from './run-about.ts';
import { BODY_HEADER, type RunBody, writeBodyHeader } from './run-body.ts';
import type { Packer, RunDisk } from './run-disk.ts';
import { FRAME_KIND, type FrameHeader, PACKINGS, runHead, toFrame } from './run-frame.ts';

/** Bytes of a block: smaller ones pack worse, larger ones are read whole for one span. */
const BLOCK = 512 << 10;
/** Milliseconds that a body waits for others at most: what a kill costs. */
const LONGEST_WAIT = 250;
/** Bytes that wait for the disk. From the first on blocks are written as they are, as packing is what takes time. */
const UNPACKED_FROM = 16 << 20;
const MOST_WAITING = 128 << 20;

export interface RunWriterParts {
  readonly disk: RunDisk;
  readonly packer: Packer;
  /** Covers secrets in place, and answers with how many. */
  redact(bytes: Uint8Array, signal: Exclude<RunBody['signal'], 'note'>, encoding: RunBody['encoding']): number;
  /** Calls back after so many milliseconds. */
  later(milliseconds: number, run: () => void): void;
  /** Once a file, with what the disk said: nothing more is written to it. */
  onFailure(error: unknown): void;
  /** Once a file: so much waits that what comes is left out. */
  onOverflow(): void;
}

interface Block {
  readonly bytes: Uint8Array;
  used: number;
  spans: number;
  errors: number;
  redacted: number;
}

/** One file. */
export class RunWriter {
  readonly name: string;
  readonly #parts: RunWriterParts;
  #isNew: boolean;
  /** Written before the first body: a run of which nothing came has no file. */
  #about: RunAbout | undefined;
  #block: Block | undefined;
  readonly #spare: Uint8Array[] = [];
  #waiting = 0;
  #written = 0;
  #work: Promise<void> = Promise.resolve();
  #failed = false;
  #overflowed = false;

  /** `isNew`: the file is not there yet. */
  constructor(name: string, isNew: boolean, parts: RunWriterParts) {
    this.name = name;
    this.#isNew = isNew;
    this.#parts = parts;
  }

  /** Bytes written to the file by this writer. */
  get written(): number {
    return this.#written;
  }

  about(about: RunAbout): void {
    this.#about = about;
    if (!this.#isNew) this.#writeAbout();
  }

  /** Copies the body; it is in the file within a moment, and once `flush` has resolved. */
  append(body: RunBody, counts: { readonly spans: number; readonly errors: number } = { spans: 0, errors: 0 }): void {
    if (this.#failed) return;
    const needed = BODY_HEADER + body.bytes.length;
    if (this.#waiting + needed > MOST_WAITING) {
      if (!this.#overflowed) this.#parts.onOverflow();
      this.#overflowed = true;
      return;
    }
    if (this.#block && this.#block.used + needed > this.#block.bytes.length) this.#seal();
    const block = this.#block ?? this.#begin(needed);
    const start = block.used + BODY_HEADER;
    writeBodyHeader(block.bytes, block.used, body, body.bytes.length);
    block.bytes.set(body.bytes, start);
    block.used = start + body.bytes.length;
    block.spans += counts.spans;
    block.errors += counts.errors;
    if (body.signal !== 'note')
      block.redacted += this.#parts.redact(block.bytes.subarray(start, block.used), body.signal, body.encoding);
    this.#waiting += needed;
    if (this.#about) this.#writeAbout();
    if (block.used >= BLOCK) this.#seal();
  }

  /** Resolves once all that was appended before is in the file, or cannot be. */
  flush(): Promise<void> {
    this.#seal();
    return this.#work;
  }

  #writeAbout(): void {
    if (this.#about === undefined) return;
    const content = writeAbout(this.#about);
    this.#about = undefined;
    const header = { kind: FRAME_KIND.about, packing: 0, unpacked: content.length, spans: 0, errors: 0, redacted: 0 };
    this.#enqueue(() => this.#append(header, content));
  }

  #begin(needed: number): Block {
    const bytes = needed > BLOCK ? new Uint8Array(needed) : (this.#spare.pop() ?? new Uint8Array(BLOCK));
    const block: Block = { bytes, used: 0, spans: 0, errors: 0, redacted: 0 };
    this.#block = block;
    this.#parts.later(LONGEST_WAIT, () => {
      if (this.#block === block) this.#seal();
    });
    return block;
  }

  #seal(): void {
    const block = this.#block;
    this.#block = undefined;
    if (block === undefined) return;
    this.#enqueue(async () => {
      await this.#writeBlock(block);
      this.#waiting -= block.used;
      if (block.bytes.length === BLOCK && this.#spare.length < 2) this.#spare.push(block.bytes);
    });
  }

  async #writeBlock({ bytes, used, spans, errors, redacted }: Block): Promise<void> {
    const { packer } = this.#parts;
    const content = bytes.subarray(0, used);
    const isPacked = this.#waiting < UNPACKED_FROM && packer.packing !== 'none';
    const stored = isPacked ? await packer.pack(content) : content;
    const packing = isPacked ? PACKINGS.indexOf(packer.packing) : 0;
    await this.#append({ kind: FRAME_KIND.bodies, packing, unpacked: used, spans, errors, redacted }, stored);
  }

  async #append(header: Omit<FrameHeader, 'length' | 'check'>, content: Uint8Array): Promise<void> {
    if (this.#failed) return;
    const frame = toFrame(header, content);
    if (this.#isNew) await this.#parts.disk.append(this.name, runHead());
    this.#isNew = false;
    await this.#parts.disk.append(this.name, frame);
    this.#written += frame.length;
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      if (this.#failed) return;
      this.#failed = true;
      this.#parts.onFailure(error);
    });
  }
}
