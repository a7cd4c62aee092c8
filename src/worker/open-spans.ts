// Spans that have started and not ended, by key: held back for a moment, as most end at once, then shown until their end
// comes, or their process is gone without it. Pure; times are those of SpoolMerge.

import type { MergedSpan } from './spool-merge.ts';

export interface OpenSpansLimits {
  /** Milliseconds that a start is held back. */
  readonly grace: number;
  /** Open spans that are remembered, and cut-off ones; a program that ends none of its spans must not fill the memory. */
  readonly most: number;
}

export interface OpenSpan<T> {
  readonly key: string;
  readonly span: T;
  /** Where it is shown; undefined before. */
  readonly row: number | undefined;
}

interface Held<T> {
  readonly span: T;
  readonly until: number;
}

interface Shown<T> {
  readonly span: T;
  readonly row: number;
}

export class OpenSpans<T extends MergedSpan> {
  readonly #limits: OpenSpansLimits;
  /** In the order of their time, as all are held back for as long. */
  readonly #held = new Map<string, Held<T>>();
  readonly #shown = new Map<string, Shown<T>>();
  /** Rows of spans that are shown as cut off: their end may still be under way. */
  readonly #cutOff = new Map<string, number>();

  constructor(limits: OpenSpansLimits) {
    this.#limits = limits;
  }

  /** Whether a span that ends may have a row already. */
  get hasRows(): boolean {
    return this.#shown.size + this.#cutOff.size > 0;
  }

  /** The line of a start was read. Beyond the limit it is as if there had been none. */
  start(key: string, span: T, now: number): void {
    if (this.#shown.has(key) || this.#cutOff.has(key)) return;
    if (this.#held.size + this.#shown.size >= this.#limits.most) return;
    this.#held.set(key, { span, until: now + this.#limits.grace });
  }

  find(key: string): T | undefined {
    return (this.#held.get(key) ?? this.#shown.get(key))?.span;
  }

  /** Its end is known, though it may not be shown yet. */
  endIsKnown(key: string): void {
    this.#held.delete(key);
  }

  /** Starts whose grace is over, and whose end is not known. */
  due(now: number): readonly OpenSpan<T>[] {
    const due: OpenSpan<T>[] = [];
    for (const [key, { span, until }] of this.#held) {
      if (until > now) break;
      this.#held.delete(key);
      due.push({ key, span, row: undefined });
    }
    return due;
  }

  noteShown(key: string, span: T, row: number): void {
    this.#shown.set(key, { span, row });
  }

  noteCutOff(key: string, row: number): void {
    this.#cutOff.set(key, row);
    if (this.#cutOff.size <= this.#limits.most) return;
    const [oldest] = this.#cutOff.keys();
    if (oldest !== undefined) this.#cutOff.delete(oldest);
  }

  /** The row that an ended span takes the place of, if it has one; it is open no more. */
  takeRow(key: string): number | undefined {
    const row = this.#shown.get(key)?.row ?? this.#cutOff.get(key);
    this.#shown.delete(key);
    this.#cutOff.delete(key);
    return row;
  }

  /** Where the spans of a process are shown. */
  rowsOf(pid: number): readonly number[] {
    return [...this.#shown.values()].filter(({ span }) => span.pid === pid).map(({ row }) => row);
  }

  /** What a process leaves open that is gone, or what all leave; it is open no more. */
  takeAll(pid?: number): readonly OpenSpan<T>[] {
    const left: OpenSpan<T>[] = [];
    for (const open of [this.#shown, this.#held])
      for (const [key, entry] of open) {
        if (pid !== undefined && entry.span.pid !== pid) continue;
        open.delete(key);
        left.push({ key, span: entry.span, row: 'row' in entry ? entry.row : undefined });
      }
    return left;
  }

  /** What was under way has come. */
  forget(): void {
    this.#cutOff.clear();
  }
}
