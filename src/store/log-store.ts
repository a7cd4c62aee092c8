// The log records that are here: columns to look through, bytes to show; bounded, the oldest leave first.

import type { LogBatch } from '../model/log-batch.ts';
import type { Encoding } from '../model/span-batch.ts';
import { type KeepsOrigins, originsOver } from './keeps-origins.ts';
import { Origins } from './origins.ts';
import { CHUNK_ROWS, indexInChunk, Rows } from './rows.ts';

interface LogChunk {
  /** Nanoseconds since the Unix epoch. */
  readonly time: BigUint64Array;
  /** Four words a row; zero for none. */
  readonly trace: Uint32Array;
  /** Two words a row. */
  readonly span: Uint32Array;
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
  readonly origin: Uint32Array;
  readonly severity: Uint8Array;
}

const ROW_BYTES = 8 + 9 * 4 + 1;

function createChunk(): LogChunk {
  const words = (width = 1) => new Uint32Array(CHUNK_ROWS * width);
  return {
    time: new BigUint64Array(CHUNK_ROWS),
    ...{ trace: words(4), span: words(2), offset: words(), length: words(), origin: words() },
    severity: new Uint8Array(CHUNK_ROWS),
  };
}

function wordsOf(trace: string): readonly number[] {
  return [0, 8, 16, 24].map((at) => Number.parseInt(trace.slice(at, at + 8), 16));
}

export class LogStore implements KeepsOrigins {
  readonly memoryLimit: number;
  readonly origins: Origins;
  readonly #rows: Rows<LogChunk>;
  #evicted = 0;
  /** By the first word of a span id: rows of records that name such a span. */
  readonly #named = new Map<number, number[]>();
  #namedVersion = -1;

  constructor(readServiceName: (resource: Uint8Array, encoding: Encoding) => string, memoryLimit: number) {
    this.origins = new Origins(readServiceName);
    this.memoryLimit = memoryLimit;
    this.#rows = new Rows(createChunk, CHUNK_ROWS * ROW_BYTES, memoryLimit);
  }

  get count(): number {
    return this.#rows.end - this.#rows.first;
  }

  get evicted(): number {
    return this.#evicted;
  }

  get byteSize(): number {
    return this.#rows.byteSize + this.origins.byteSize;
  }

  append(batch: LogBatch): void {
    if (batch.count === 0) return;
    const first = this.#rows.end;
    const base = this.#rows.add(batch.bytes, batch.count);
    const origins = batch.groups.map((group) => this.origins.intern(batch.encoding, batch.bytes, group));
    for (let k = 0; k < batch.count; k++) {
      const chunk = this.#rows.chunk(first + k);
      const i = indexInChunk(first + k);
      chunk.time[i] = (BigInt(batch.timeHigh[k]!) << 32n) | BigInt(batch.timeLow[k]!);
      chunk.trace.set(batch.traceId.subarray(k * 4, k * 4 + 4), i * 4);
      chunk.span.set(batch.spanId.subarray(k * 2, k * 2 + 2), i * 2);
      chunk.offset[i] = base + batch.offset[k]!;
      chunk.length[i] = batch.length[k]!;
      chunk.origin[i] = origins[batch.group[k]!]!;
      chunk.severity[i] = batch.severity[k]!;
    }
    this.#makeRoom();
  }

  /** Rows of the records that name the span, or any of the trace where there is no `span`, by time. Identifiers in hex. */
  find(trace: string, span?: string): readonly number[] {
    const [a, b, c, d] = wordsOf(trace);
    const [high, low] = [0, 8].map((at) => (span === undefined ? 0 : Number.parseInt(span.slice(at, at + 8), 16)));
    const found: number[] = [];
    for (let row = this.#rows.first; row < this.#rows.end; row++) {
      const { trace: traces, span: spans } = this.#rows.chunk(row);
      const at = indexInChunk(row) * 4;
      if (traces[at + 3] !== d || traces[at + 2] !== c || traces[at + 1] !== b || traces[at] !== a) continue;
      if (span === undefined || (spans[at / 2] === high && spans[at / 2 + 1] === low)) found.push(row);
    }
    const timeOf = (row: number) => this.#rows.chunk(row).time[indexInChunk(row)]!;
    return found.sort((one, other) => Number(timeOf(one) - timeOf(other)));
  }

  /** All rows, the oldest first. */
  *rows(): Iterable<number> {
    for (let row = this.#rows.first; row < this.#rows.end; row++) if (this.#rows.has(row)) yield row;
  }

  /** Differs when other records are here. */
  get version(): number {
    return this.#rows.end + this.#evicted;
  }

  /** Whether a record names the span. Its id in words, its trace's in hex. */
  hasSpan(high: number, low: number, trace: () => string): boolean {
    if (this.#namedVersion !== this.version) this.#nameSpans();
    const rows = this.#named.get(high);
    if (rows === undefined) return false;
    const words = wordsOf(trace());
    return rows.some((row) => {
      const { trace: traces, span: spans } = this.#rows.chunk(row);
      const at = indexInChunk(row) * 4;
      return spans[at / 2 + 1] === low && words.every((word, i) => traces[at + i] === word);
    });
  }

  #nameSpans(): void {
    this.#namedVersion = this.version;
    this.#named.clear();
    for (let row = this.#rows.first; row < this.#rows.end; row++) {
      const { span } = this.#rows.chunk(row);
      const at = indexInChunk(row) * 2;
      if ((span[at]! | span[at + 1]!) === 0) continue;
      const rows = this.#named.get(span[at]!);
      if (rows) rows.push(row);
      else this.#named.set(span[at]!, [row]);
    }
  }

  /** Of a row that is here. */
  read(row: number): { readonly bytes: Uint8Array; readonly encoding: Encoding; readonly origin: number } {
    const chunk = this.#rows.chunk(row);
    const i = indexInChunk(row);
    const origin = chunk.origin[i]!;
    const bytes = this.#rows.bytes(row, chunk.offset[i]!, chunk.length[i]!);
    return { bytes, encoding: this.origins.encoding(origin), origin };
  }

  clear(): void {
    this.#rows.clear();
    this.origins.keep(new Set());
    this.#evicted = 0;
  }

  *originColumns(): Iterable<readonly [Uint32Array, number]> {
    for (let row = this.#rows.first; row < this.#rows.end; row++)
      yield [this.#rows.chunk(row).origin, indexInChunk(row)];
  }

  #makeRoom(): void {
    originsOver(this);
    while (this.count > 0 && this.byteSize > this.memoryLimit) {
      this.#rows.dropOldest();
      this.#evicted++;
    }
  }
}
