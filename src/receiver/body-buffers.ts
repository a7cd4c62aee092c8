// The memory of requests in flight: buffers that serve one request after another, as the first touch of a fresh page costs
// more than the copy into it, and a bound on all of them together.

/** Bytes; a body begins in the smallest that its announced length fits, and moves on as it grows. */
const CLASSES: readonly number[] = [64 << 10, 512 << 10, 4 << 20];
/** Of each class. */
const KEPT = 16;

export class BodyBuffers {
  readonly #limit: number;
  readonly #free: readonly Uint8Array[][] = CLASSES.map(() => []);
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes of requests in flight. */
  get used(): number {
    return this.#used;
  }

  /** At least `length` bytes, with what an earlier request left in them; undefined where that is too much at once. */
  take(length: number): Uint8Array | undefined {
    const size = CLASSES.find((bytes) => bytes >= length) ?? length;
    if (!this.reserve(size)) return undefined;
    return this.#free[CLASSES.indexOf(size)]?.pop() ?? new Uint8Array(size);
  }

  give(buffer: Uint8Array): void {
    this.release(buffer.length);
    const free = this.#free[CLASSES.indexOf(buffer.length)];
    if (free !== undefined && free.length < KEPT) free.push(buffer);
  }

  /** Memory that others allocate. One request is always let in: what is larger than the bound could never be sent. */
  reserve(bytes: number): boolean {
    if (this.#used > 0 && this.#used + bytes > this.#limit) return false;
    this.#used += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#used -= bytes;
  }
}
