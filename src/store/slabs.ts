// The bytes of requests, kept in large allocations: a body is copied in once and never moved.

/** Bytes, of a store that is large enough. */
const SLAB_BYTES = 4 << 20;
/** Traces end in several slabs at once: with one alone, every fourth slab would be fresh. */
const SPARE_SLABS = 2;

interface Slab {
  readonly bytes: Uint8Array;
  readonly firstRow: number;
  used: number;
  /** Rows whose bytes are in here and whose trace is still in the store. */
  live: number;
}

export class Slabs {
  readonly #slabBytes: number;
  readonly #slabs: Slab[] = [];
  #byteSize = 0;
  /** Slabs that were let go, kept for the next: to touch fresh memory costs more than the copy into it. Not counted. */
  readonly #spare: Uint8Array[] = [];

  constructor(slabBytes = SLAB_BYTES) {
    this.#slabBytes = Math.min(slabBytes, SLAB_BYTES);
  }

  get byteSize(): number {
    return this.#byteSize;
  }

  /** Copies a body whose spans get rows from `firstRow` on; answers with where it begins in its slab. */
  add(body: Uint8Array, firstRow: number, rows: number): number {
    let slab = this.#slabs.at(-1);
    if (!slab || slab.used + body.length > slab.bytes.length) {
      // The one that was being filled may have lost all its rows meanwhile: nobody would come to release it again.
      if (slab?.live === 0) this.#letGo(this.#slabs.length - 1);
      slab = { bytes: this.#take(body.length), firstRow, used: 0, live: 0 };
      this.#slabs.push(slab);
      this.#byteSize += slab.bytes.length;
    }
    const offset = slab.used;
    slab.bytes.set(body, offset);
    slab.used += body.length;
    slab.live += rows;
    return offset;
  }

  /** The slab that a row's bytes are in. */
  of(row: number): Uint8Array {
    return this.#slabs[this.#find(row)]?.bytes ?? new Uint8Array(0);
  }

  read(row: number, offset: number, length: number): Uint8Array {
    const slab = this.#slabs[this.#find(row)];
    return slab ? slab.bytes.subarray(offset, offset + length) : new Uint8Array(0);
  }

  /** One row left the store; a slab without any is let go, unless it is being filled. */
  release(row: number): void {
    const index = this.#find(row);
    const slab = this.#slabs[index];
    if (!slab) return;
    slab.live--;
    if (slab.live === 0 && index < this.#slabs.length - 1) this.#letGo(index);
  }

  #letGo(index: number): void {
    const [slab] = this.#slabs.splice(index, 1);
    if (!slab) return;
    this.#byteSize -= slab.bytes.length;
    if (slab.bytes.length === this.#slabBytes && this.#spare.length < SPARE_SLABS) this.#spare.push(slab.bytes);
  }

  #take(length: number): Uint8Array {
    return (
      (length <= this.#slabBytes ? this.#spare.pop() : undefined) ?? new Uint8Array(Math.max(this.#slabBytes, length))
    );
  }

  /** The last slab that begins at or before the row: slabs are in the order of their rows. */
  #find(row: number): number {
    let low = 0;
    let high = this.#slabs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#slabs[middle]!.firstRow <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
