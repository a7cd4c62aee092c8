// Names, resources and scopes are not counted by use: now and then those of spans that are here are kept, the others not.

import { ByteDictionary } from './columns/byte-dictionary.ts';
import type { SpanChunk } from './columns/span-chunk.ts';
import type { TraceTable } from './columns/trace-table.ts';
import type { Origins } from './origins.ts';

export interface ForgetfulColumns {
  readonly chunks: ReadonlyMap<number, SpanChunk>;
  /** The row that the next span will have. */
  readonly rows: number;
  readonly traces: TraceTable;
  readonly names: ByteDictionary;
  readonly origins: Origins;
}

/** Answers with the names that are left; the columns speak of those from then on. */
export function forgetUnused(columns: ForgetfulColumns): ByteDictionary {
  const names = new ByteDictionary();
  const movedNames = new Map<number, number>();
  const usedOrigins = new Set<number>();
  eachLiveRow(columns, (chunk, i) => {
    usedOrigins.add(chunk.origin[i]!);
    const entry = chunk.name[i]!;
    if (movedNames.has(entry)) return;
    const bytes = columns.names.bytes(entry);
    movedNames.set(entry, names.intern(bytes, 0, bytes.length));
  });
  const movedOrigins = columns.origins.keep(usedOrigins);
  eachLiveRow(columns, (chunk, i) => {
    chunk.name[i] = movedNames.get(chunk.name[i]!)!;
    chunk.origin[i] = movedOrigins.get(chunk.origin[i]!)!;
  });
  return names;
}

function eachLiveRow({ chunks, rows, traces }: ForgetfulColumns, use: (chunk: SpanChunk, i: number) => void): void {
  for (const [index, chunk] of chunks) {
    const end = Math.min(chunk.name.length, rows - index * chunk.name.length);
    for (let i = 0; i < end; i++) if (traces.has(chunk.trace[i]!)) use(chunk, i);
  }
}
