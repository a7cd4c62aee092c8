// The chunks that are here, by their number; rows come at the end and leave from the front.

import { CHUNK_ROWS } from './chunks.ts';
import { CHUNK_BYTES, createSpanChunk, type SpanChunk } from './span-chunk.ts';

export class SpanChunks {
  readonly #chunks = new Map<number, SpanChunk>();
  /** One that was let go, kept for the next as a slab is: to touch fresh memory costs more than to fill it. */
  #spare: SpanChunk | undefined;

  get byteSize(): number {
    return this.#chunks.size * CHUNK_BYTES;
  }

  get all(): ReadonlyMap<number, SpanChunk> {
    return this.#chunks;
  }

  /** The first row of the first that is here. */
  get firstRow(): number | undefined {
    const [first] = this.#chunks.keys();
    return first === undefined ? undefined : first * CHUNK_ROWS;
  }

  get(index: number): SpanChunk | undefined {
    return this.#chunks.get(index);
  }

  getOrAdd(index: number): SpanChunk {
    const known = this.#chunks.get(index);
    if (known) return known;
    const chunk = this.#spare ?? createSpanChunk();
    this.#spare = undefined;
    this.#chunks.set(index, chunk);
    return chunk;
  }

  letGo(index: number): void {
    this.#spare = this.#chunks.get(index);
    this.#chunks.delete(index);
  }

  clear(): void {
    this.#chunks.clear();
    this.#spare = undefined;
  }
}
