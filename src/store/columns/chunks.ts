// How rows of spans are numbered into chunks of columns.

const CHUNK_BITS = 16;
export const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;

export function chunkOf(row: number): number {
  return row >>> CHUNK_BITS;
}

export function indexInChunk(row: number): number {
  return row & CHUNK_MASK;
}
