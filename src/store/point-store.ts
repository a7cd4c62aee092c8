// The points of metrics that are here, and which metrics they are of; bounded, the oldest points leave first.

import type { Metric } from '../model/metric.ts';
import type { PointBatch } from '../model/point-batch.ts';
import type { Encoding } from '../model/span-batch.ts';
import { ORIGINS_SHARE } from './keeps-origins.ts';
import { Origins } from './origins.ts';
import { CHUNK_ROWS, indexInChunk, Rows } from './rows.ts';

interface PointChunk {
  /** Nanoseconds since the Unix epoch. */
  readonly time: BigUint64Array;
  readonly metric: Uint32Array;
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
}

const ROW_BYTES = 8 + 3 * 4;

export interface StoredMetric {
  readonly metric: Metric;
  readonly origin: number;
  /** Of its points that are here. */
  readonly points: number;
}

interface Entry extends StoredMetric {
  points: number;
  readonly key: string;
}

function createChunk(): PointChunk {
  const words = () => new Uint32Array(CHUNK_ROWS);
  return { time: new BigUint64Array(CHUNK_ROWS), metric: words(), offset: words(), length: words() };
}

/** Bytes that a metric takes beside its texts, about. */
const METRIC_BYTES = 400;

function keyOf(metric: Metric, origin: number): string {
  return `${origin} ${JSON.stringify(metric)}`;
}

export class PointStore {
  readonly memoryLimit: number;
  readonly origins: Origins;
  readonly #rows: Rows<PointChunk>;
  /** By its number; a metric without points that are here is none any more. */
  readonly #metrics = new Map<number, Entry>();
  readonly #byKey = new Map<string, number>();
  #nextMetric = 0;
  #metricBytes = 0;
  #evicted = 0;

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
    return this.#rows.byteSize + this.origins.byteSize + this.#metricBytes;
  }

  /** Metrics that have points here, by their number. */
  get metrics(): ReadonlyMap<number, StoredMetric> {
    return this.#metrics;
  }

  append(batch: PointBatch): void {
    if (batch.count === 0) return;
    const first = this.#rows.end;
    const base = this.#rows.add(batch.bytes, batch.count);
    const origins = batch.groups.map((group) => this.origins.intern(batch.encoding, batch.bytes, group));
    const numbers = batch.metrics.map(({ metric, group }) => this.#intern(metric, origins[group]!));
    for (let k = 0; k < batch.count; k++) {
      const chunk = this.#rows.chunk(first + k);
      const i = indexInChunk(first + k);
      const metric = numbers[batch.metric[k]!]!;
      chunk.time[i] = (BigInt(batch.timeHigh[k]!) << 32n) | BigInt(batch.timeLow[k]!);
      chunk.metric[i] = metric;
      chunk.offset[i] = base + batch.offset[k]!;
      chunk.length[i] = batch.length[k]!;
      this.#metrics.get(metric)!.points++;
    }
    for (const number of numbers) this.#forgetEmpty(number);
    this.#makeRoom();
  }

  /** Rows of the metric's points that are here, the oldest first. */
  rowsOf(metric: number): readonly number[] {
    const found: number[] = [];
    for (let row = this.#rows.first; row < this.#rows.end; row++)
      if (this.#rows.chunk(row).metric[indexInChunk(row)] === metric) found.push(row);
    return found;
  }

  /** Of a row that is here. */
  read(row: number): { readonly bytes: Uint8Array; readonly encoding: Encoding; readonly metric: Metric } {
    const chunk = this.#rows.chunk(row);
    const i = indexInChunk(row);
    const { metric, origin } = this.#metrics.get(chunk.metric[i]!)!;
    const bytes = this.#rows.bytes(row, chunk.offset[i]!, chunk.length[i]!);
    return { bytes, encoding: this.origins.encoding(origin), metric };
  }

  clear(): void {
    this.#rows.clear();
    this.#metrics.clear();
    this.#byKey.clear();
    this.#metricBytes = 0;
    this.origins.keep(new Set());
    this.#evicted = 0;
  }

  #intern(metric: Metric, origin: number): number {
    const key = keyOf(metric, origin);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const number = this.#nextMetric++;
    this.#metrics.set(number, { metric, origin, key, points: 0 });
    this.#byKey.set(key, number);
    this.#metricBytes += METRIC_BYTES + key.length * 2;
    return number;
  }

  #forgetEmpty(number: number): void {
    const entry = this.#metrics.get(number);
    if (!entry || entry.points > 0) return;
    this.#metrics.delete(number);
    this.#byKey.delete(entry.key);
    this.#metricBytes -= METRIC_BYTES + entry.key.length * 2;
  }

  #makeRoom(): void {
    if (this.origins.byteSize > this.memoryLimit * ORIGINS_SHARE) this.#forgetOrigins();
    while (this.count > 0 && this.byteSize > this.memoryLimit) {
      const row = this.#rows.first;
      const metric = this.#rows.chunk(row).metric[indexInChunk(row)]!;
      this.#metrics.get(metric)!.points--;
      this.#forgetEmpty(metric);
      this.#rows.dropOldest();
      this.#evicted++;
    }
  }

  /** Resources and scopes that no metric here names any more. */
  #forgetOrigins(): void {
    const moved = this.origins.keep(new Set([...this.#metrics.values()].map(({ origin }) => origin)));
    this.#byKey.clear();
    for (const [number, entry] of this.#metrics) {
      const origin = moved.get(entry.origin)!;
      const key = keyOf(entry.metric, origin);
      this.#metrics.set(number, { ...entry, origin, key });
      this.#byKey.set(key, number);
    }
  }
}
