// Rows of columns in chunks with their bytes in slabs: appended at the end, let go from the front. What logs and points share.

import { Slabs } from './slabs.ts';

const CHUNK_BITS = 13;
/** Few enough that a small store does not hold one chunk alone. */
export const CHUNK_ROWS = 1 << CHUNK_BITS;
/** Of a store's memory: bytes are let go a slab at a time. */
const SLABS = 8;

function chunkOf(row: number): number {
  return row >>> CHUNK_BITS;
}

export function indexInChunk(row: number): number {
  return row & (CHUNK_ROWS - 1);
}

export class Rows<Chunk> {
  readonly #createChunk: () => Chunk;
  readonly #chunkBytes: number;
  readonly #chunks = new Map<number, Chunk>();
  /** One that was let go, kept for the next as slabs are. */
  #spare: Chunk | undefined;
  readonly #slabBytes: number;
  #slabs: Slabs;
  #first = 0;
  #end = 0;

  /** `chunkBytes`: what a chunk takes; `memoryLimit`: what the store may take. */
  constructor(createChunk: () => Chunk, chunkBytes: number, memoryLimit: number) {
    this.#createChunk = createChunk;
    this.#chunkBytes = chunkBytes;
    this.#slabBytes = Math.floor(memoryLimit / SLABS);
    this.#slabs = new Slabs(this.#slabBytes);
  }

  /** The oldest that is here. */
  get first(): number {
    return this.#first;
  }

  /** The one that comes next. */
  get end(): number {
    return this.#end;
  }

  get byteSize(): number {
    return this.#slabs.byteSize + this.#chunks.size * this.#chunkBytes;
  }

  /** Copies the bytes of so many rows, and makes their chunks; answers with where the bytes begin. The caller fills the rows. */
  add(bytes: Uint8Array, count: number): number {
    const base = this.#slabs.add(bytes, this.#end, count);
    for (let index = chunkOf(this.#end); index <= chunkOf(this.#end + count - 1); index++)
      if (!this.#chunks.has(index)) this.#chunks.set(index, this.#take());
    this.#end += count;
    return base;
  }

  has(row: number): boolean {
    return row >= this.#first && row < this.#end;
  }

  /** Of a row that is here. */
  chunk(row: number): Chunk {
    return this.#chunks.get(chunkOf(row))!;
  }

  bytes(row: number, offset: number, length: number): Uint8Array {
    return this.#slabs.read(row, offset, length);
  }

  dropOldest(): void {
    this.#slabs.release(this.#first);
    this.#first++;
    if (this.#first % CHUNK_ROWS === 0) this.#letGo(chunkOf(this.#first - 1));
  }

  clear(): void {
    this.#chunks.clear();
    this.#spare = undefined;
    this.#slabs = new Slabs(this.#slabBytes);
    // Rows go on from the next chunk: a number that a page still holds must not come to mean another row.
    this.#first = this.#end = (chunkOf(this.#end) + 1) * CHUNK_ROWS;
  }

  #take(): Chunk {
    const chunk = this.#spare ?? this.#createChunk();
    this.#spare = undefined;
    return chunk;
  }

  #letGo(index: number): void {
    this.#spare = this.#chunks.get(index);
    this.#chunks.delete(index);
  }
}
