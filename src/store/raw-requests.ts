// Requests of a signal that nobody reads yet, as they came: bounded, the oldest leave first.

import type { Encoding } from '../model/span-batch.ts';

interface RawRequest {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
}

/** What a request takes beside its bytes, about. */
const REQUEST_BYTES = 200;

export class RawRequests {
  readonly #limit: number;
  readonly #requests: RawRequest[] = [];
  #byteSize = 0;
  #evicted = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get count(): number {
    return this.#requests.length;
  }

  get evicted(): number {
    return this.#evicted;
  }

  get byteSize(): number {
    return this.#byteSize;
  }

  /** Copies the bytes. */
  append({ bytes, encoding }: RawRequest): void {
    this.#requests.push({ bytes: bytes.slice(), encoding });
    this.#byteSize += bytes.length + REQUEST_BYTES;
    while (this.#byteSize > this.#limit) {
      const dropped = this.#requests.shift();
      if (dropped === undefined) break;
      this.#byteSize -= dropped.bytes.length + REQUEST_BYTES;
      this.#evicted++;
    }
  }

  clear(): void {
    this.#requests.length = 0;
    this.#byteSize = 0;
    this.#evicted = 0;
  }
}
