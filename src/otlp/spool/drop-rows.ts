// Leaves rows out of a batch; the others move up and keep their order.

import type { SpanBatch } from '../../model/span-batch.ts';

/** Words a span of each column. */
const WIDE = [
  ['traceId', 4],
  ['spanId', 2],
  ['parentId', 2],
  ['startHigh', 1],
  ['startLow', 1],
  ['endHigh', 1],
  ['endLow', 1],
  ['nameOffset', 1],
  ['nameLength', 1],
  ['offset', 1],
  ['length', 1],
  ['group', 1],
  ['kindStatus', 1],
] as const;

export function dropRows(batch: SpanBatch, isDropped: (row: number) => boolean): void {
  let to = 0;
  for (let row = 0; row < batch.count; row++) {
    if (isDropped(row)) {
      batch.escapedNames.delete(row);
      batch.replaced.delete(row);
      continue;
    }
    if (to < row) move(batch, row, to);
    to++;
  }
  batch.count = to;
}

function move(batch: SpanBatch, from: number, to: number): void {
  for (const [column, words] of WIDE) batch[column].copyWithin(to * words, from * words, (from + 1) * words);
  moveEntry(batch.escapedNames, from, to);
  moveEntry(batch.replaced, from, to);
}

function moveEntry<T>(column: Map<number, T>, from: number, to: number): void {
  const entry = column.get(from);
  if (entry === undefined) return;
  column.delete(from);
  column.set(to, entry);
}
