// The spool that hooks write beside OTLP, and the one place where both meet: each span goes to the store once.

import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { SpanBatch } from '../model/span-batch.ts';
import { dropRows } from '../otlp/spool/drop-rows.ts';
import { SpanKeys } from '../otlp/spool/span-key.ts';
import { parseSpoolLine, type SpoolOrigin } from '../otlp/spool/spool-line.ts';
import { isSpoolRequest, type SpooledSpan, toSpoolRequest } from '../otlp/spool/spool-request.ts';
import { decodeTrace } from '../otlp/trace/decode-trace.ts';
import { type MergedSpan, SpoolMerge } from './spool-merge.ts';
import type { SpoolSource } from './spool-source.ts';
import { SpoolTail } from './spool-tail.ts';

/**
 * Milliseconds. The hook is given 100 between two exports and a line is read within as many; what takes longer, such as a
 * user's own delay, is shown by the spool first.
 */
const LIMITS = { grace: 400, keys: 1 << 17, size: 32 << 20 };
/** Milliseconds after the last file: a request of a program that is gone may still be under way. */
const LINGER = 10_000;

type HeldSpan = SpooledSpan & MergedSpan;

export class Spool {
  readonly #folder: string;
  readonly #batch: SpanBatch;
  readonly #append: (batch: SpanBatch) => void;
  readonly #keys = new SpanKeys();
  readonly #merge = new SpoolMerge<HeldSpan>(LIMITS);
  readonly #tail: SpoolTail;
  /** Origins by their number, of each file. */
  readonly #origins = new WeakMap<SpoolSource, Map<number, SpoolOrigin>>();
  /** Whether a child before this one left files: one that was killed, as its programs may go on. */
  readonly #hasLeftovers: boolean;
  #lastFile = Number.NEGATIVE_INFINITY;

  /** `batch` is used between two calls only; `append` gets it with spans that nobody else has brought. */
  constructor(folder: string, batch: SpanBatch, append: (batch: SpanBatch) => void) {
    this.#folder = folder;
    this.#batch = batch;
    this.#append = append;
    this.#hasLeftovers = hasFiles(folder);
    this.#tail = new SpoolTail(folder, {
      line: (source, line) => this.#take(source, line),
      gone: ({ pid }) => this.#give(this.#merge.release(pid)),
      looked: () => this.#looked(),
    });
  }

  /** Makes the folder, for the user alone, and follows it from then on; undefined where there can be none. */
  open(): Promise<string | undefined> {
    return mkdir(this.#folder, { recursive: true, mode: 0o700 }).then(
      () => {
        this.#tail.start();
        return this.#folder;
      },
      () => undefined,
    );
  }

  /** A body out of the log, in which bodies stand whole: what was left out of one is left out again. */
  restore(batch: SpanBatch): void {
    if (isSpoolRequest(batch.bytes)) for (const key of this.#keys.ofBatch(batch)) this.#merge.noteGiven(key);
    // Files that an earlier child left tell of the same spans again.
    else if (this.#hasLeftovers || this.#merge.hasGiven) this.#leaveOut(batch);
  }

  restored(): void {
    if (!this.#hasLeftovers) this.#merge.forget();
  }

  /** A body that came by OTLP: spans that are here already are left out of it. */
  receive(batch: SpanBatch): void {
    if (this.#isUsed()) this.#leaveOut(batch);
  }

  /** Nothing is held back any more. */
  async end(): Promise<void> {
    await this.#tail.end();
    this.#give(this.#merge.release());
  }

  /** Programs without a hook are spared the look at each of their spans. */
  #isUsed(): boolean {
    if (this.#tail.hasFiles) this.#lastFile = performance.now();
    return performance.now() - this.#lastFile < LINGER;
  }

  #leaveOut(batch: SpanBatch): void {
    const known = this.#keys.ofBatch(batch).map((key) => !this.#merge.bring(key));
    if (known.includes(true)) dropRows(batch, (row) => known[row] === true);
  }

  #take(source: SpoolSource, text: string): void {
    const line = parseSpoolLine(text);
    if (line === undefined) return;
    const origins = this.#origins.get(source) ?? new Map<number, SpoolOrigin>();
    if (line.kind === 'origin') {
      this.#origins.set(source, origins.set(line.number, line.origin));
      return;
    }
    const origin = origins.get(line.origin);
    if (origin === undefined) return;
    const key = this.#keys.ofIds(line.traceId, line.spanId, line.spanKind, origin.service);
    this.#merge.read(key, { pid: source.pid, origin, text: line.text }, performance.now());
  }

  #looked(): void {
    this.#give(this.#merge.due(performance.now()));
    if (!this.#isUsed()) this.#merge.forget();
  }

  #give(spans: readonly HeldSpan[]): void {
    if (spans.length === 0) return;
    if (decodeTrace(toSpoolRequest(spans), 'json', this.#batch).ok && this.#batch.count > 0) this.#append(this.#batch);
  }
}

function hasFiles(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}
