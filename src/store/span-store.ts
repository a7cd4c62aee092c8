// The columnar store: spans by row, traces by number, bytes in slabs; bounded, the oldest whole traces leave first.
//
// Invariant: a row belongs to a trace that arrived no later than the row. Evicting traces in order of arrival therefore
// empties chunks and slabs from the front, and each is let go as a whole.

import type { SpanBatch } from '../model/span-batch.ts';
import { ByteDictionary } from './columns/byte-dictionary.ts';
import { chunkOf, indexInChunk } from './columns/chunks.ts';
import { type CopiedRows, copyColumns, internNames } from './columns/copy-columns.ts';
import { isErrorIn, isRootIn, type SpanChunk } from './columns/span-chunk.ts';
import { SpanChunks } from './columns/span-chunks.ts';
import { TraceTable } from './columns/trace-table.ts';
import { forgetUnused } from './forget-unused.ts';
import { Origins } from './origins.ts';
import { Pauses } from './pauses.ts';
import { HeldTraces } from './query/held-traces.ts';
import { countUnfinished, replaceRow } from './replace-row.ts';
import { type PlaceInBlock, type SlabPacker, Slabs } from './slabs.ts';
import type { SpanReader } from './span-reader.ts';
import { StoreTime } from './store-time.ts';

/** How far over the limit a single trace may go before it, too, is let go. */
const LAST_TRACE_SHARE = 1.5;

/** Of the memory, what may stay as it came. */
const UNPACKED_SHARE = 1 / 16;

/** Traces that are let go between two looks at what nobody uses any more. */
const FORGET_EVERY = 4096;

export class SpanStore {
  readonly reader: SpanReader;
  readonly traces = new TraceTable();
  readonly origins: Origins;
  readonly time = new StoreTime();
  readonly pauses = new Pauses();
  readonly held = new HeldTraces(this);
  readonly memoryLimit: number;
  #names = new ByteDictionary();
  readonly #packer: SlabPacker | undefined;
  #slabs: Slabs;
  readonly #chunks = new SpanChunks();
  #forgetAt: number;
  /** By row, the row that its span had first; of the few spans that were here before they ended. */
  readonly #firstRows = new Map<number, number>();
  #rows = 0;
  #live = 0;
  #errors = 0;
  #evictedTraces = 0;
  #evictedSpans = 0;
  #replacedSpans = 0;
  #generation = 0;

  /** Without a packer all bytes stay as they came. */
  constructor(reader: SpanReader, memoryLimit: number, packer?: SlabPacker) {
    this.#packer = packer;
    this.#slabs = new Slabs(undefined, packer);
    this.reader = reader;
    this.memoryLimit = memoryLimit;
    this.#forgetAt = memoryLimit / 4;
    this.origins = new Origins((bytes, encoding) => reader.readServiceName(bytes, encoding));
  }

  /** The row that the next span will have. */
  get rows(): number {
    return this.#rows;
  }

  /** No row before this one is here. */
  get firstHeldRow(): number {
    return this.#chunks.firstRow ?? this.#rows;
  }

  /** How often a later row has taken the place of another. */
  get replacedSpans(): number {
    return this.#replacedSpans;
  }

  /** Differs when numbers of names and origins have come to mean others. */
  get generation(): number {
    return this.#generation;
  }

  /** Spans that are here. */
  get spans(): number {
    return this.#live;
  }

  get errors(): number {
    return this.#errors;
  }

  get evicted(): { readonly traces: number; readonly spans: number } {
    return { traces: this.#evictedTraces, spans: this.#evictedSpans };
  }

  get byteSize(): number {
    return (
      this.#chunks.byteSize + this.#slabs.byteSize + this.#names.byteSize + this.origins.byteSize + this.traces.byteSize
    );
  }

  /** Whether so many bytes are not packed that packing some is worth it. */
  get wantsPacking(): boolean {
    return this.#packer !== undefined && this.#slabs.unpackedSize > this.memoryLimit * UNPACKED_SHARE;
  }

  /** Packs some of the oldest bytes: more spans fit into the same memory. */
  packSome(): Promise<void> {
    return this.#slabs.packOldest();
  }

  /**
   * Takes in all spans of the batch; its bytes are copied, but where they lie in a block. Answers with the row of the first, which
   * the others follow.
   */
  append(batch: SpanBatch, place?: PlaceInBlock): number {
    const first = this.#rows;
    if (batch.count === 0) return first;
    if (place) this.#slabs.addStored(place.block, this.#rows, batch.count);
    const base = place?.offset ?? this.#slabs.add(batch.bytes, this.#rows, batch.count);
    const origins = batch.groups.map((group, index) =>
      this.origins.intern(batch.encoding, batch.bytes, group, batch.processes.get(index)),
    );
    for (let from = 0; from < batch.count; ) from = this.#appendToChunk(batch, from, base, origins);
    this.#live += batch.count;
    if (batch.unfinished !== 0) countUnfinished(this, first, batch.count);
    for (const [k, row] of batch.replaced) this.#replace(row, first + k);
    this.#makeRoom();
    return first;
  }

  /** The chunk of a row that is here. */
  chunk(row: number): SpanChunk | undefined {
    return this.#chunks.get(chunkOf(row));
  }

  /** Whether the row's span is still here, and no later row has taken its place. */
  hasRow(row: number): boolean {
    const chunk = row >= 0 && row < this.#rows ? this.chunk(row) : undefined;
    return chunk !== undefined && this.traces.has(chunk.trace[indexInChunk(row)]!);
  }

  /** The row that the span of this row had first. */
  firstRow(row: number): number {
    return this.#firstRows.get(row) ?? row;
  }

  name(row: number): string {
    return this.#names.text(this.chunk(row)!.name[indexInChunk(row)]!);
  }

  nameText(entry: number): string {
    return this.#names.text(entry);
  }

  /** The bytes in which those of the row are, at the offset that its column has. */
  slab(row: number): Uint8Array {
    return this.#slabs.of(row);
  }

  bytes(row: number): Uint8Array {
    const chunk = this.chunk(row)!;
    const i = indexInChunk(row);
    return this.#slabs.read(row, chunk.offset[i]!, chunk.length[i]!);
  }

  clear(): void {
    while (this.traces.size > 0) this.#dropOldestTrace();
    this.#chunks.clear();
    this.#slabs = new Slabs(undefined, this.#packer);
    this.#names = new ByteDictionary();
    this.#generation++;
    this.#evictedTraces = 0;
    this.#evictedSpans = 0;
    // Rows go on from the next chunk: a row number that a page still holds must not come to mean another span.
    this.#rows = (chunkOf(this.#rows) + 1) << 16;
  }

  #appendToChunk(batch: SpanBatch, from: number, base: number, origins: readonly number[]): number {
    const chunk = this.#chunks.getOrAdd(chunkOf(this.#rows));
    const first = indexInChunk(this.#rows);
    const to = Math.min(batch.count, from + chunk.start.length - first);
    const rows = { batch, from, to, chunk, first };
    copyColumns(rows, this.time.originFor(batch), base);
    for (let k = from, i = first; k < to; k++, i++) chunk.origin[i] = origins[batch.group[k]!]!;
    internNames(rows, this.#names);
    this.#linkTraces(rows);
    chunk.live += to - from;
    this.#rows += to - from;
    return to;
  }

  #linkTraces({ batch, from, to, chunk, first }: CopiedRows): void {
    const { traceId } = batch;
    const traces = this.traces;
    const row = this.#rows - first;
    let trace = -1;
    let a = -1;
    let b = -1;
    let c = -1;
    let d = -1;
    for (let k = from, i = first; k < to; k++, i++) {
      const at = k * 4;
      // Spans of a trace tend to come together: the look-up is saved for all but the first of a run.
      if (traceId[at] !== a || traceId[at + 1] !== b || traceId[at + 2] !== c || traceId[at + 3] !== d) {
        a = traceId[at]!;
        b = traceId[at + 1]!;
        c = traceId[at + 2]!;
        d = traceId[at + 3]!;
        trace = traces.findOrAdd(a, b, c, d);
      }
      const start = chunk.start[i]!;
      const error = isErrorIn(chunk, i);
      if (error) this.#errors++;
      chunk.trace[i] = trace;
      chunk.previous[i] = traces.link(
        trace,
        row + i,
        start,
        start + Math.max(0, chunk.duration[i]!),
        error,
        isRootIn(chunk, i),
        this.origins.service(chunk.origin[i]!),
      );
    }
  }

  /** The span of row `from`, where that is here, is from now on that of row `to`. */
  #replace(from: number, to: number): void {
    if (!this.hasRow(from)) return;
    this.#live--;
    this.#replacedSpans++;
    if (isErrorIn(this.chunk(from)!, indexInChunk(from))) this.#errors--;
    this.#firstRows.set(to, this.firstRow(from));
    this.#firstRows.delete(from);
    replaceRow(this, from, to);
  }

  #makeRoom(): void {
    if (this.#names.byteSize + this.origins.byteSize > this.#forgetAt) this.#forgetUnused();
    // The newest trace may go somewhat over the limit, as an empty view would help nobody; an endless one may not.
    const isOver = () => this.byteSize > this.memoryLimit * (this.traces.size > 1 ? 1 : LAST_TRACE_SHARE);
    for (let dropped = 1; this.traces.size > 0 && isOver(); dropped++) {
      this.#evictedTraces++;
      this.#evictedSpans += this.#dropOldestTrace();
      // What weighs may be what dropped traces alone were called.
      if (dropped % FORGET_EVERY === 0) this.#forgetUnused();
    }
  }

  #dropOldestTrace(): number {
    const trace = this.traces.first;
    let dropped = 0;
    let index = -1;
    let chunk: SpanChunk | undefined;
    for (let row = this.traces.last(trace); row >= 0; ) {
      if (chunk === undefined || chunkOf(row) !== index) {
        index = chunkOf(row);
        chunk = this.#chunks.get(index)!;
      }
      const previous = chunk.previous[indexInChunk(row)]!;
      if (this.#firstRows.size > 0) this.#firstRows.delete(row);
      if (chunk.trace[indexInChunk(row)] === trace) dropped++;
      this.#slabs.release(row);
      chunk.live--;
      if (chunk.live === 0 && index !== chunkOf(this.#rows)) this.#chunks.letGo(index);
      row = previous;
    }
    this.#live -= dropped;
    this.#errors -= this.traces.errors(trace);
    this.traces.dropOldest();
    return dropped;
  }

  #forgetUnused(): void {
    this.#generation++;
    this.#names = forgetUnused({
      chunks: this.#chunks.all,
      rows: this.#rows,
      traces: this.traces,
      names: this.#names,
      origins: this.origins,
    });
    // Where what is used weighs as much by itself, it is no use to try again with each request.
    const left = this.#names.byteSize + this.origins.byteSize;
    this.#forgetAt = Math.max(this.memoryLimit / 4, left + this.memoryLimit / 8);
  }
}
