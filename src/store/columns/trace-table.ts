// One row a trace, found by its id. Numbers are given in order of arrival and never again; the oldest leave first.

import type { SpanState } from '../../model/span.ts';

type Unfinished = Record<Exclude<SpanState, 'ended'>, number>;

export class TraceTable {
  /** Number of the oldest trace that is here. */
  #first = 0;
  /** Number of the next trace. */
  #next = 0;
  /** Number that column index 0 stands for. */
  #base = 0;
  #capacity = 0;
  #slots = new Int32Array(1 << 8).fill(-1);
  #id = new Uint32Array(0);
  /** Row of the span that arrived last; the chain goes on in `SpanChunk.previous`. */
  #last = new Int32Array(0);
  #count = new Uint32Array(0);
  #errors = new Uint32Array(0);
  #start = new Float64Array(0);
  #end = new Float64Array(0);
  /** Row of the span without a parent, -1 while none has arrived. */
  #root = new Int32Array(0);
  /** Row of the span that starts first. */
  #earliest = new Int32Array(0);
  #services = new Uint32Array(0);
  /** Of the few traces that have any. */
  readonly #unfinished = new Map<number, Unfinished>();

  get first(): number {
    return this.#first;
  }

  get next(): number {
    return this.#next;
  }

  get size(): number {
    return this.#next - this.#first;
  }

  get byteSize(): number {
    return this.#slots.byteLength + this.#capacity * (4 * 4 + 4 * 5 + 8 * 2 + 4);
  }

  has(trace: number): boolean {
    return trace >= this.#first && trace < this.#next;
  }

  find(a: number, b: number, c: number, d: number): number | undefined {
    const found = this.#slots[this.#slot(a, b, c, d)]!;
    return found === -1 ? undefined : found;
  }

  findOrAdd(a: number, b: number, c: number, d: number): number {
    const slot = this.#slot(a, b, c, d);
    const found = this.#slots[slot]!;
    if (found !== -1) return found;
    const trace = this.#next++;
    const at = trace - this.#base;
    if (at === this.#capacity) this.#grow();
    const id = this.#id;
    id[at * 4] = a;
    id[at * 4 + 1] = b;
    id[at * 4 + 2] = c;
    id[at * 4 + 3] = d;
    this.#last[at] = -1;
    this.#reset(at);
    this.#slots[slot] = trace;
    if (this.size * 2 > this.#slots.length) this.#rebuildSlots(this.#slots.length * 2);
    return trace;
  }

  /** Takes the span of `row` into its trace; answers with the row that was last in it before. */
  link(trace: number, row: number, start: number, end: number, error: boolean, root: boolean, service: number): number {
    const at = trace - this.#base;
    const previous = this.#last[at]!;
    this.#last[at] = row;
    this.#count[at]!++;
    if (error) this.#errors[at]!++;
    if (start < this.#start[at]!) {
      this.#start[at] = start;
      this.#earliest[at] = row;
    }
    if (end > this.#end[at]!) this.#end[at] = end;
    if (root && this.#root[at] === -1) this.#root[at] = row;
    this.#services[at]! |= 1 << Math.min(service, MORE_SERVICES);
    return previous;
  }

  /** The span of row `from` has gone on in row `to`, which is linked. Right but where it was an end, or a root, of the trace. */
  replace(trace: number, from: number, to: number, error: boolean): void {
    const at = trace - this.#base;
    this.#count[at]!--;
    if (error) this.#errors[at]!--;
    if (this.#root[at] === from) this.#root[at] = to;
    if (this.#earliest[at] === from) this.#earliest[at] = to;
  }

  /** As if no span of it had been linked; the chain of its rows stays. */
  unlink(trace: number): void {
    this.#reset(trace - this.#base);
  }

  /** Spans of a trace that have not ended; undefined for most. */
  unfinished(trace: number): Readonly<Unfinished> | undefined {
    return this.#unfinished.get(trace);
  }

  get hasUnfinished(): boolean {
    return this.#unfinished.size > 0;
  }

  countUnfinished(trace: number, state: keyof Unfinished, by: 1 | -1): void {
    const counts = this.#unfinished.get(trace) ?? { open: 0, 'cut off': 0 };
    counts[state] += by;
    if (counts.open + counts['cut off'] > 0) this.#unfinished.set(trace, counts);
    else this.#unfinished.delete(trace);
  }

  id(trace: number): string {
    const at = (trace - this.#base) * 4;
    let text = '';
    for (let i = 0; i < 4; i++) text += this.#id[at + i]!.toString(16).padStart(8, '0');
    return text;
  }

  last(trace: number): number {
    return this.#last[trace - this.#base]!;
  }

  count(trace: number): number {
    return this.#count[trace - this.#base]!;
  }

  errors(trace: number): number {
    return this.#errors[trace - this.#base]!;
  }

  start(trace: number): number {
    return this.#start[trace - this.#base]!;
  }

  end(trace: number): number {
    return this.#end[trace - this.#base]!;
  }

  root(trace: number): number {
    return this.#root[trace - this.#base]!;
  }

  earliest(trace: number): number {
    return this.#earliest[trace - this.#base]!;
  }

  /** Bit i: a span of service i; bit MORE_SERVICES: of one past those that have a bit. */
  services(trace: number): number {
    return this.#services[trace - this.#base]!;
  }

  dropOldest(): void {
    this.#unfinished.delete(this.#first);
    const at = (this.#first - this.#base) * 4;
    const id = this.#id;
    this.#first++;
    this.#removeSlot(this.#slot(id[at]!, id[at + 1]!, id[at + 2]!, id[at + 3]!));
    if (this.#first - this.#base > 4096 && (this.#first - this.#base) * 2 > this.#capacity) this.#shift();
  }

  #reset(at: number): void {
    this.#count[at] = 0;
    this.#errors[at] = 0;
    this.#start[at] = Number.POSITIVE_INFINITY;
    this.#end[at] = Number.NEGATIVE_INFINITY;
    this.#root[at] = -1;
    this.#earliest[at] = -1;
    this.#services[at] = 0;
  }

  #slot(a: number, b: number, c: number, d: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(a, b, c, d) & mask;
    for (let trace = this.#slots[slot]!; trace !== -1; trace = this.#slots[slot]!) {
      const at = (trace - this.#base) * 4;
      const id = this.#id;
      if (id[at] === a && id[at + 1] === b && id[at + 2] === c && id[at + 3] === d) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Backward-shift deletion: what was pushed past the hole moves up, so that no marks of the dead are needed. */
  #removeSlot(slot: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hole = slot;
    for (let probe = (hole + 1) & mask; slots[probe] !== -1; probe = (probe + 1) & mask) {
      const at = (slots[probe]! - this.#base) * 4;
      const id = this.#id;
      const home = hash(id[at]!, id[at + 1]!, id[at + 2]!, id[at + 3]!) & mask;
      if (((probe - home) & mask) < ((probe - hole) & mask)) continue;
      slots[hole] = slots[probe]!;
      hole = probe;
    }
    slots[hole] = -1;
  }

  #rebuildSlots(size: number): void {
    this.#slots = new Int32Array(size).fill(-1);
    const id = this.#id;
    for (let trace = this.#first; trace < this.#next; trace++) {
      const at = (trace - this.#base) * 4;
      this.#slots[this.#slot(id[at]!, id[at + 1]!, id[at + 2]!, id[at + 3]!)] = trace;
    }
  }

  #grow(): void {
    this.#resize(Math.max(1 << 7, this.#capacity * 2), 0);
  }

  /** Forgets the columns of what has left. */
  #shift(): void {
    const gone = this.#first - this.#base;
    this.#base = this.#first;
    this.#resize(this.#capacity, gone);
  }

  #resize(capacity: number, from: number): void {
    this.#capacity = capacity;
    const words = (column: Uint32Array, width = 1) => {
      const next = new Uint32Array(capacity * width);
      next.set(column.subarray(from * width));
      return next;
    };
    const rows = (column: Int32Array) => {
      const next = new Int32Array(capacity);
      next.set(column.subarray(from));
      return next;
    };
    const doubles = (column: Float64Array) => {
      const next = new Float64Array(capacity);
      next.set(column.subarray(from));
      return next;
    };
    this.#id = words(this.#id, 4);
    this.#last = rows(this.#last);
    this.#count = words(this.#count);
    this.#errors = words(this.#errors);
    this.#start = doubles(this.#start);
    this.#end = doubles(this.#end);
    this.#root = rows(this.#root);
    this.#earliest = rows(this.#earliest);
    this.#services = words(this.#services);
  }
}

/** Services from this number on share one bit. */
export const MORE_SERVICES = 31;

/** Random ids need little mixing; sequential ones, as tests and some SDKs make them, need some. */
function hash(a: number, b: number, c: number, d: number): number {
  const mixed = Math.imul(a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ d, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
