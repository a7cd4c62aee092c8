// The spool that hooks write beside OTLP, and the one place where both meet: each span goes to the store once, from its
// start on where it takes its time.

import { readdirSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import type { SpanState } from '../model/span.ts';
import { CUT_OFF, OPEN, type SpanBatch, type SpanProcess } from '../model/span-batch.ts';
import { dropRows } from '../otlp/spool/drop-rows.ts';
import { SpanKeys } from '../otlp/spool/span-key.ts';
import { parseSpoolLine, type SpoolOrigin } from '../otlp/spool/spool-line.ts';
import {
  groupByOrigin,
  type SpooledSpan,
  spoolRequestState,
  toSpoolRequest,
  withEnd,
} from '../otlp/spool/spool-request.ts';
import { decodeTrace } from '../otlp/trace/decode-trace.ts';
import { type OpenSpan, OpenSpans } from './open-spans.ts';
import { type MergedSpan, SpoolMerge } from './spool-merge.ts';
import type { SpoolSource } from './spool-source.ts';
import { SpoolTail } from './spool-tail.ts';
import { SpoolTally } from './spool-tally.ts';

/**
 * Milliseconds. The hook is given 100 between two exports and a line is read within as many; what takes longer, such as a
 * user's own delay, is shown by the spool first.
 */
const GRACE = 400;
const LIMITS = { grace: GRACE, keys: 1 << 17, size: 32 << 20 };
const OPEN_LIMITS = { grace: GRACE, most: 1 << 14 };
/** Milliseconds after the last file: a request of a program that is gone may still be under way. */
const LINGER = 10_000;

type HeldSpan = SpooledSpan & MergedSpan & SpanProcess;

/** Where spans go. The batch is used between two calls only. */
export interface SpoolTarget {
  /** Answers with the row of the first. */
  append(batch: SpanBatch): number;
  /** As `append`, of spans that are not to be kept on disk. */
  show(batch: SpanBatch): number;
  hasRow(row: number): boolean;
  /** A sentence for the user. */
  say(message: string): void;
}

export class Spool {
  readonly #folder: string;
  readonly #batch: SpanBatch;
  readonly #target: SpoolTarget;
  readonly #keys = new SpanKeys();
  readonly #merge = new SpoolMerge<HeldSpan>(LIMITS);
  readonly #open = new OpenSpans<HeldSpan>(OPEN_LIMITS);
  /** Ended ones for which OTLP is not waited: it never brings them. */
  #alone: HeldSpan[] = [];
  readonly #tally = new SpoolTally();
  readonly #tail: SpoolTail;
  /** Origins by their number, of each file. */
  readonly #origins = new WeakMap<SpoolSource, Map<number, SpoolOrigin>>();
  /** Whether a child before this one left files: one that was killed, as its programs may go on. */
  readonly #hasLeftovers: boolean;
  #lastFile = Number.NEGATIVE_INFINITY;

  constructor(folder: string, batch: SpanBatch, target: SpoolTarget) {
    this.#folder = folder;
    this.#batch = batch;
    this.#target = target;
    this.#hasLeftovers = hasFiles(folder);
    this.#tail = new SpoolTail(folder, {
      line: (source, line) => this.#take(source, line),
      gone: (pid, lastSeen) => this.#gone(pid, lastSeen),
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

  /** A body out of the log, in which bodies stand whole: what was left out of one is left out again. `first`: its first row. */
  restore(batch: SpanBatch, first: number): void {
    const state = spoolRequestState(batch.bytes);
    // Files that an earlier child left tell of the same spans again.
    if (state === undefined && !(this.#hasLeftovers || this.#merge.hasGiven || this.#open.hasRows)) return;
    const keys = this.#keys.ofBatch(batch);
    if (state === undefined) this.#leaveOut(batch, keys);
    else if (state === 'ended') {
      for (const key of keys) this.#merge.noteGiven(key);
      this.#replace(batch, keys);
    } else {
      batch.unfinished = CUT_OFF;
      for (const [i, key] of keys.entries()) this.#open.noteCutOff(key, first + i);
    }
  }

  restored(): void {
    if (!this.#hasLeftovers) this.#merge.forget();
    if (this.#open.hasRows) this.#lastFile = performance.now();
  }

  /** A body that came by OTLP: spans that are here already are left out of it. */
  receive(batch: SpanBatch): void {
    if (this.#isUsed()) this.#leaveOut(batch, this.#keys.ofBatch(batch));
  }

  /** Rows of the spans that a process has open, up to what it has written at this moment; undefined where it writes no spool. */
  async openRows(pid: number): Promise<readonly number[] | undefined> {
    await this.#tail.catchUp();
    this.#give(this.#merge.release(pid));
    this.#show(this.#open.due(Number.POSITIVE_INFINITY));
    return this.#tail.hasFileOf(pid) ? this.#open.rowsOf(pid) : undefined;
  }

  /** Nothing is held back any more; nobody will hear how the spans end that are open. */
  async end(): Promise<void> {
    await this.#tail.end();
    await rmdir(this.#folder).catch(() => {});
    this.#giveAlone();
    this.#give(this.#merge.release());
    this.#cutOff(this.#open.takeAll(), Date.now());
  }

  /** Programs without a hook are spared the look at each of their spans. */
  #isUsed(): boolean {
    if (this.#tail.hasFiles) this.#lastFile = performance.now();
    return performance.now() - this.#lastFile < LINGER;
  }

  #leaveOut(batch: SpanBatch, keys: readonly string[]): void {
    this.#nameProcesses(batch, keys);
    const known = keys.map((key) => {
      this.#open.endIsKnown(key);
      if (this.#merge.bring(key)) return false;
      const pid = this.#merge.takeGiver(key);
      if (pid !== undefined) this.#tally.cameLate(pid);
      return true;
    });
    this.#replace(batch, keys);
    if (known.includes(true)) dropRows(batch, (row) => known[row] === true);
  }

  /** A group of a request comes from one process: what is known of one of its spans is known of all. */
  #nameProcesses(batch: SpanBatch, keys: readonly string[]): void {
    for (const [i, key] of keys.entries()) {
      const group = batch.group[i] ?? 0;
      if (batch.processes.has(group)) continue;
      const span = this.#open.find(key) ?? this.#merge.find(key);
      if (span !== undefined) batch.processes.set(group, processOf(span));
    }
  }

  /** Spans of the batch that are shown as open, or as cut off, have ended: they take the place of what is shown. */
  #replace(batch: SpanBatch, keys: readonly string[]): void {
    if (!this.#open.hasRows) return;
    for (const [i, key] of keys.entries()) {
      const row = this.#open.takeRow(key);
      if (row !== undefined) batch.replaced.set(i, row);
    }
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
    const { pid, thread } = source;
    const key = this.#keys.ofIds(line.traceId, line.spanId, line.spanKind, origin.service);
    const span = { pid, thread, origin, text: line.text };
    if (line.kind === 'start') {
      this.#tally.started(pid, origin.service);
      if (!this.#merge.isEnded(key)) this.#open.start(key, span, performance.now());
    } else {
      this.#open.endIsKnown(key);
      if (origin.isAlone) this.#takeAlone(key, span);
      else this.#merge.read(key, span, performance.now());
    }
  }

  #takeAlone(key: string, span: HeldSpan): void {
    if (this.#merge.isEnded(key)) return;
    // Should its program export it all the same, that is left out.
    this.#merge.noteGiven(key);
    this.#alone.push(span);
  }

  #giveAlone(): void {
    const spans = this.#alone;
    this.#alone = [];
    this.#append(spans);
  }

  #looked(): void {
    const now = performance.now();
    this.#giveAlone();
    this.#give(this.#merge.due(now));
    this.#show(this.#open.due(now));
    for (const sentence of this.#tally.report(now)) this.#target.say(sentence);
    if (this.#isUsed()) return;
    this.#merge.forget();
    this.#open.forget();
  }

  #gone(pid: number, lastSeen: number): void {
    this.#giveAlone();
    this.#give(this.#merge.release(pid));
    this.#cutOff(this.#open.takeAll(pid), lastSeen);
    this.#tally.gone(pid, performance.now());
  }

  #give(spans: readonly HeldSpan[]): void {
    for (const { pid } of spans) this.#tally.kept(pid);
    this.#append(spans);
  }

  #append(spans: readonly HeldSpan[]): void {
    if (!this.#decode(spans, 'ended')) return;
    if (this.#open.hasRows) this.#replace(this.#batch, this.#keys.ofBatch(this.#batch));
    this.#target.append(this.#batch);
  }

  #show(open: readonly OpenSpan<HeldSpan>[]): void {
    const spans = new Map(open.map(({ key, span }) => [key, span]));
    if (!this.#decode([...spans.values()], 'open')) return;
    const keys = this.#keys.ofBatch(this.#batch);
    this.#batch.unfinished = OPEN;
    const first = this.#target.show(this.#batch);
    for (const [i, key] of keys.entries()) {
      const span = spans.get(key);
      if (span) this.#open.noteShown(key, span, first + i);
    }
  }

  /** `lastSeen`: milliseconds since the Unix epoch. What was shown and has made room since does not come again. */
  #cutOff(open: readonly OpenSpan<HeldSpan>[], lastSeen: number): void {
    const rest = open.filter(({ row }) => row === undefined || this.#target.hasRow(row));
    const end = BigInt(Math.round(lastSeen * 1000)) * 1000n;
    const spans = rest.map(({ span }) => ({ ...span, text: withEnd(span.text, end) }));
    for (const { span } of rest) this.#tally.cutOff(span.pid);
    if (!this.#decode(spans, 'cut off')) return;
    const rows = new Map(rest.map(({ key, row }) => [key, row]));
    const keys = this.#keys.ofBatch(this.#batch);
    this.#batch.unfinished = CUT_OFF;
    for (const [i, key] of keys.entries()) {
      const row = rows.get(key);
      if (row !== undefined) this.#batch.replaced.set(i, row);
    }
    const first = this.#target.append(this.#batch);
    for (const [i, key] of keys.entries()) this.#open.noteCutOff(key, first + i);
  }

  /** Answers whether the batch has spans now. */
  #decode(spans: readonly HeldSpan[], state: SpanState): boolean {
    if (spans.length === 0) return false;
    if (!decodeTrace(toSpoolRequest(spans, state), 'json', this.#batch).ok) return false;
    for (const [group, [span]] of [...groupByOrigin(spans).values()].entries())
      if (span !== undefined) this.#batch.processes.set(group, processOf(span));
    return this.#batch.count > 0;
  }
}

/** Without the text that comes with it. */
function processOf({ pid, thread }: SpanProcess): SpanProcess {
  return { pid, thread };
}

function hasFiles(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}
