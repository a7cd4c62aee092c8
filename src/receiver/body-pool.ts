// Buffers that are used for one request after another: the first touch of a fresh page costs more than the copy into it.

const SMALLEST = 512 << 10;
const KEPT = 16;

export class BodyPool {
  readonly #free: Uint8Array[] = [];

  /** At least `length` bytes, with what an earlier request left in them. */
  take(length: number): Uint8Array {
    const buffer = this.#free.pop();
    if (buffer && buffer.length >= length) return buffer;
    return new Uint8Array(Math.max(length, SMALLEST));
  }

  give(buffer: Uint8Array): void {
    if (this.#free.length < KEPT && buffer.length <= 8 * SMALLEST) this.#free.push(buffer);
  }
}
