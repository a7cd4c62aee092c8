// The bytes of one body as they come, into a buffer that grows with what has come, never with what was announced.

import type { BodyBuffers } from './body-buffers.ts';

/** What is announced is believed up to so many times what has come: whoever sends a byte of a large body gets no large buffer. */
const BELIEVED = 16;

export type Refused = 'too large' | 'busy';

export class BodyReader {
  readonly #buffers: BodyBuffers;
  readonly #announced: number;
  readonly #limit: number;
  #buffer: Uint8Array | undefined;
  #length = 0;

  /** `limit` in bytes; `announced`: 0 where nothing is. */
  constructor(buffers: BodyBuffers, announced: number, limit: number) {
    this.#buffers = buffers;
    this.#announced = announced;
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** What has come so far; undone by `release`. */
  get bytes(): Uint8Array {
    return this.#buffer?.subarray(0, this.#length) ?? new Uint8Array(0);
  }

  /** Undefined where the chunk was taken. */
  add(chunk: Uint8Array): Refused | undefined {
    const length = this.#length + chunk.length;
    if (length > this.#limit) return 'too large';
    if (length > (this.#buffer?.length ?? 0) && !this.#grow(length)) return 'busy';
    this.#buffer?.set(chunk, this.#length);
    this.#length = length;
    return undefined;
  }

  release(): void {
    if (this.#buffer !== undefined) this.#buffers.give(this.#buffer);
    this.#buffer = undefined;
    this.#length = 0;
  }

  #grow(length: number): boolean {
    const likely = this.#buffer === undefined ? Math.min(this.#announced, length * BELIEVED) : this.#buffer.length * 2;
    const wider = this.#buffers.take(Math.max(length, likely));
    if (wider === undefined) return false;
    if (this.#buffer !== undefined) {
      wider.set(this.bytes);
      this.#buffers.give(this.#buffer);
    }
    this.#buffer = wider;
    return true;
  }
}
