// From a batch into a chunk, pass by pass: loops that do one thing keep their columns in registers, a loop that does all does not.

import type { SpanBatch } from '../../model/span-batch.ts';
import type { ByteDictionary } from './byte-dictionary.ts';
import type { SpanChunk } from './span-chunk.ts';

/** Rows `from` to `to` of a batch, the first of which goes to index `first` of the chunk. */
export interface CopiedRows {
  readonly batch: SpanBatch;
  readonly from: number;
  readonly to: number;
  readonly chunk: SpanChunk;
  readonly first: number;
}

/** `origin`: the store's origin of time in words; `base`: where the bytes of the batch begin in their slab. */
export function copyColumns(
  { batch, from, to, chunk, first }: CopiedRows,
  origin: { readonly high: number; readonly low: number },
  base: number,
): void {
  const { unfinished } = batch;
  const { high: originHigh, low: originLow } = origin;
  for (let k = from, i = first; k < to; k++, i++) {
    const startHigh = batch.startHigh[k]!;
    const startLow = batch.startLow[k]!;
    chunk.start[i] = (startHigh - originHigh) * 4294967296 + (startLow - originLow);
    chunk.duration[i] = (batch.endHigh[k]! - startHigh) * 4294967296 + (batch.endLow[k]! - startLow);
    chunk.spanIdHigh[i] = batch.spanId[k * 2]!;
    chunk.spanIdLow[i] = batch.spanId[k * 2 + 1]!;
    chunk.parentIdHigh[i] = batch.parentId[k * 2]!;
    chunk.parentIdLow[i] = batch.parentId[k * 2 + 1]!;
    chunk.offset[i] = base + batch.offset[k]!;
    chunk.length[i] = batch.length[k]!;
    chunk.kindStatus[i] = batch.kindStatus[k]! | unfinished;
  }
}

export function internNames({ batch, from, to, chunk, first }: CopiedRows, names: ByteDictionary): void {
  const { bytes, nameOffset, nameLength, escapedNames } = batch;
  const someEscaped = escapedNames.size > 0;
  for (let k = from, i = first; k < to; k++, i++) {
    const text = someEscaped ? escapedNames.get(k) : undefined;
    chunk.name[i] = text === undefined ? names.intern(bytes, nameOffset[k]!, nameLength[k]!) : internText(names, text);
  }
}

const utf8 = new TextEncoder();

function internText(names: ByteDictionary, text: string): number {
  const bytes = utf8.encode(text);
  return names.intern(bytes, 0, bytes.length);
}
