// Resources and scopes are not counted by use: where they weigh too much, those of rows that are here are kept, the others not.

import type { Origins } from './origins.ts';

export interface KeepsOrigins {
  readonly origins: Origins;
  readonly memoryLimit: number;
  /** For each row that is here, the column with its origin, and where in it. */
  originColumns(): Iterable<readonly [Uint32Array, number]>;
}

/** What one launch after another sends is far less; more than a quarter comes of a sender that names a new resource each time. */
export const ORIGINS_SHARE = 1 / 4;

export function originsOver(store: KeepsOrigins): void {
  if (store.origins.byteSize <= store.memoryLimit * ORIGINS_SHARE) return;
  const used = new Set<number>();
  for (const [column, i] of store.originColumns()) used.add(column[i]!);
  const moved = store.origins.keep(used);
  for (const [column, i] of store.originColumns()) column[i] = moved.get(column[i]!)!;
}
