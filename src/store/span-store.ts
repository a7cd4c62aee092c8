// The columnar store: spans by row, traces by number, bytes in slabs; bounded, the oldest whole traces leave first.
//
// Invariant: a row belongs to a trace that arrived no later than the row. Evicting traces in order of arrival therefore
// empties chunks and slabs from the front, and each is let go as a whole.

import { type SpanBatch, STATUS_SHIFT } from '../model/span-batch.ts';
import { ByteDictionary } from './columns/byte-dictionary.ts';
import { CHUNK_BYTES, chunkOf, createSpanChunk, indexInChunk, type SpanChunk } from './columns/span-chunk.ts';
import { TraceTable } from './columns/trace-table.ts';
import { Origins } from './origins.ts';
import { Slabs } from './slabs.ts';
import type { SpanReader } from './span-reader.ts';

const ERROR = 2;

/** How far over the limit a single trace may go before it, too, is let go. */
const LAST_TRACE_SHARE = 1.5;

/** Traces that are let go between two looks at what nobody uses any more. */
const FORGET_EVERY = 4096;

export class SpanStore {
  readonly reader: SpanReader;
  readonly traces = new TraceTable();
  readonly origins: Origins;
  readonly memoryLimit: number;
  #names = new ByteDictionary();
  #slabs = new Slabs();
  readonly #chunks = new Map<number, SpanChunk>();
  /** A chunk that was let go, kept for the next as a slab is. */
  #spareChunk: SpanChunk | undefined;
  #forgetAt: number;
  #rows = 0;
  #live = 0;
  #errors = 0;
  #evictedTraces = 0;
  #evictedSpans = 0;
  /** Origin of the store's time: the start of the first span, in words. Undefined before it. */
  #timeOrigin: { readonly high: number; readonly low: number } | undefined;

  constructor(reader: SpanReader, memoryLimit: number) {
    this.reader = reader;
    this.memoryLimit = memoryLimit;
    this.#forgetAt = memoryLimit / 4;
    this.origins = new Origins((bytes, encoding) => reader.readServiceName(bytes, encoding));
  }

  /** The row that the next span will have. */
  get rows(): number {
    return this.#rows;
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
      this.#chunks.size * CHUNK_BYTES +
      this.#slabs.byteSize +
      this.#names.byteSize +
      this.origins.byteSize +
      this.traces.byteSize
    );
  }

  /** Takes in all spans of the batch; its bytes are copied. */
  append(batch: SpanBatch): void {
    if (batch.count === 0) return;
    const base = this.#slabs.add(batch.bytes, this.#rows, batch.count);
    const origins = batch.groups.map((group) =>
      this.origins.intern(
        batch.encoding,
        batch.bytes,
        { offset: group.resourceOffset, length: group.resourceLength },
        { offset: group.scopeOffset, length: group.scopeLength },
      ),
    );
    this.#timeOrigin ??= firstStart(batch);
    for (let from = 0; from < batch.count; ) from = this.#appendToChunk(batch, from, base, origins);
    this.#live += batch.count;
    this.#makeRoom();
  }

  /** The chunk of a row that is here. */
  chunk(row: number): SpanChunk | undefined {
    return this.#chunks.get(chunkOf(row));
  }

  /** Whether the row's trace is still here. */
  hasRow(row: number): boolean {
    const chunk = row >= 0 && row < this.#rows ? this.chunk(row) : undefined;
    return chunk !== undefined && this.traces.has(chunk.trace[indexInChunk(row)]!);
  }

  name(row: number): string {
    return this.#names.text(this.chunk(row)!.name[indexInChunk(row)]!);
  }

  nameText(entry: number): string {
    return this.#names.text(entry);
  }

  bytes(row: number): Uint8Array {
    const chunk = this.chunk(row)!;
    const i = indexInChunk(row);
    return this.#slabs.read(row, chunk.offset[i]!, chunk.length[i]!);
  }

  /** Milliseconds since the Unix epoch of an offset in the store's time. */
  toUnixMilliseconds(offset: number): number {
    const origin = this.#timeOrigin ?? { high: 0, low: 0 };
    const nanoseconds = (BigInt(origin.high) << 32n) + BigInt(origin.low);
    return Number(nanoseconds / 1000n) / 1000 + Number(nanoseconds % 1000n) / 1e6 + offset / 1e6;
  }

  clear(): void {
    while (this.traces.size > 0) this.#dropOldestTrace();
    this.#chunks.clear();
    this.#spareChunk = undefined;
    this.#slabs = new Slabs();
    this.#names = new ByteDictionary();
    this.#evictedTraces = 0;
    this.#evictedSpans = 0;
    // Rows go on from the next chunk: a row number that a page still holds must not come to mean another span.
    this.#rows = (chunkOf(this.#rows) + 1) << 16;
  }

  /** Pass by pass: loops that do one thing keep their columns in registers, a loop that does all does not. */
  #appendToChunk(batch: SpanBatch, from: number, base: number, origins: readonly number[]): number {
    const chunk = this.#chunks.get(chunkOf(this.#rows)) ?? this.#addChunk();
    const first = indexInChunk(this.#rows);
    const to = Math.min(batch.count, from + chunk.start.length - first);
    this.#copyColumns(batch, from, to, chunk, first, base);
    for (let k = from, i = first; k < to; k++, i++) chunk.origin[i] = origins[batch.group[k]!]!;
    this.#internNames(batch, from, to, chunk, first);
    this.#linkTraces(batch, from, to, chunk, first);
    chunk.live += to - from;
    this.#rows += to - from;
    return to;
  }

  #copyColumns(batch: SpanBatch, from: number, to: number, chunk: SpanChunk, first: number, base: number): void {
    const { high: originHigh, low: originLow } = this.#timeOrigin!;
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
      chunk.kindStatus[i] = batch.kindStatus[k]!;
    }
  }

  #internNames(batch: SpanBatch, from: number, to: number, chunk: SpanChunk, first: number): void {
    const { bytes, nameOffset, nameLength, escapedNames } = batch;
    const names = this.#names;
    const someEscaped = escapedNames.size > 0;
    for (let k = from, i = first; k < to; k++, i++) {
      const text = someEscaped ? escapedNames.get(k) : undefined;
      chunk.name[i] =
        text === undefined ? names.intern(bytes, nameOffset[k]!, nameLength[k]!) : internText(names, text);
    }
  }

  #linkTraces(batch: SpanBatch, from: number, to: number, chunk: SpanChunk, first: number): void {
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
      const error = ((chunk.kindStatus[i]! >> STATUS_SHIFT) & 3) === ERROR;
      if (error) this.#errors++;
      chunk.trace[i] = trace;
      chunk.previous[i] = traces.link(
        trace,
        row + i,
        start,
        start + Math.max(0, chunk.duration[i]!),
        error,
        (chunk.parentIdHigh[i]! | chunk.parentIdLow[i]!) === 0,
        this.origins.service(chunk.origin[i]!),
      );
    }
  }

  #addChunk(): SpanChunk {
    const chunk = this.#spareChunk ?? createSpanChunk();
    this.#spareChunk = undefined;
    this.#chunks.set(chunkOf(this.#rows), chunk);
    return chunk;
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
      this.#slabs.release(row);
      chunk.live--;
      if (chunk.live === 0 && index !== chunkOf(this.#rows)) this.#releaseChunk(index, chunk);
      dropped++;
      row = previous;
    }
    this.#live -= dropped;
    this.#errors -= this.traces.errors(trace);
    this.traces.dropOldest();
    return dropped;
  }

  #releaseChunk(index: number, chunk: SpanChunk): void {
    this.#chunks.delete(index);
    this.#spareChunk = chunk;
  }

  /** Names, resources and scopes are not counted by use: now and then those of live spans are kept and the others not. */
  #forgetUnused(): void {
    const names = new ByteDictionary();
    const movedNames = new Map<number, number>();
    const usedOrigins = new Set<number>();
    this.#eachLiveRow((chunk, i) => {
      usedOrigins.add(chunk.origin[i]!);
      const entry = chunk.name[i]!;
      if (movedNames.has(entry)) return;
      const bytes = this.#names.bytes(entry);
      movedNames.set(entry, names.intern(bytes, 0, bytes.length));
    });
    const movedOrigins = this.origins.keep(usedOrigins);
    this.#eachLiveRow((chunk, i) => {
      chunk.name[i] = movedNames.get(chunk.name[i]!)!;
      chunk.origin[i] = movedOrigins.get(chunk.origin[i]!)!;
    });
    this.#names = names;
    // Where what is used weighs as much by itself, it is no use to try again with each request.
    const left = names.byteSize + this.origins.byteSize;
    this.#forgetAt = Math.max(this.memoryLimit / 4, left + this.memoryLimit / 8);
  }

  #eachLiveRow(use: (chunk: SpanChunk, i: number) => void): void {
    for (const [index, chunk] of this.#chunks) {
      const end = Math.min(chunk.name.length, this.#rows - index * chunk.name.length);
      for (let i = 0; i < end; i++) if (this.traces.has(chunk.trace[i]!)) use(chunk, i);
    }
  }
}

/** The first start that says anything: one of zero would make all others less exact. */
function firstStart({ startHigh, startLow, count }: SpanBatch): { readonly high: number; readonly low: number } {
  for (let k = 0; k < count; k++) if (startHigh[k] !== 0) return { high: startHigh[k]!, low: startLow[k]! };
  return { high: 0, low: 0 };
}

const utf8 = new TextEncoder();

function internText(names: ByteDictionary, text: string): number {
  const bytes = utf8.encode(text);
  return names.intern(bytes, 0, bytes.length);
}
