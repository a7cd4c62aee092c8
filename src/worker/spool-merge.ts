// Each span once, though it comes twice: as a line of a spool and by OTLP, in either order and not always both.
// Pure; times are milliseconds of any clock that does not go back.

export interface SpoolMergeLimits {
  /** Milliseconds that a line is held back: normally OTLP brings its span meanwhile. */
  readonly grace: number;
  /** Keys remembered of either side, the oldest are forgotten first. */
  readonly keys: number;
  /** Characters held back; beyond them the oldest are shown early. */
  readonly size: number;
}

interface Waiting<T> {
  readonly span: T;
  readonly until: number;
}

export interface MergedSpan {
  /** Process that wrote it. */
  readonly pid: number;
  readonly text: string;
}

export class SpoolMerge<T extends MergedSpan> {
  readonly #limits: SpoolMergeLimits;
  /** In the order of their time, as all are held back for as long. */
  readonly #waiting = new Map<string, Waiting<T>>();
  #size = 0;
  /** Spans that the spool has given, by whom: OTLP's are left out. */
  readonly #given: BoundedMap;
  /** Spans that OTLP has brought: their lines are left out. */
  readonly #brought: BoundedMap;

  constructor(limits: SpoolMergeLimits) {
    this.#limits = limits;
    this.#given = new BoundedMap(limits.keys);
    this.#brought = new BoundedMap(limits.keys);
  }

  /** Whether OTLP could bring what is here already. */
  get hasGiven(): boolean {
    return this.#given.size > 0;
  }

  /** A line was read. */
  read(key: string, span: T, now: number): void {
    // Once brought is enough: a line is read once, and the key need not be remembered any longer.
    if (this.#brought.delete(key) || this.#given.has(key) || this.#waiting.has(key)) return;
    this.#waiting.set(key, { span, until: now + this.#limits.grace });
    this.#size += span.text.length;
  }

  /** Its line was read, and neither given nor taken yet. */
  find(key: string): T | undefined {
    return this.#waiting.get(key)?.span;
  }

  /** OTLP brings a span; answers whether it is new here. */
  bring(key: string): boolean {
    if (this.#given.has(key)) return false;
    const held = this.#waiting.get(key);
    if (held === undefined) this.#brought.set(key, NOBODY);
    else this.#take(key, held);
    return true;
  }

  /** The spool has given a span in an earlier life of this process, or one that is not waited for. */
  noteGiven(key: string): void {
    this.#given.set(key, NOBODY);
  }

  /** Whether the span has ended, as far as is known here. */
  isEnded(key: string): boolean {
    return this.#given.has(key) || this.#brought.has(key) || this.#waiting.has(key);
  }

  /** The process whose line was given, once a span; undefined where it was none, or in an earlier life. */
  takeGiver(key: string): number | undefined {
    const pid = this.#given.get(key);
    if (pid === undefined || pid === NOBODY) return undefined;
    this.#given.set(key, NOBODY);
    return pid;
  }

  /** The spans that are given now, the oldest first: their grace is over, or there are too many. */
  due(now: number): readonly T[] {
    const due: T[] = [];
    for (const [key, held] of this.#waiting) {
      if (held.until > now && this.#size <= this.#limits.size) break;
      due.push(this.#give(key, held));
    }
    return due;
  }

  /** All that wait of a process that is gone, or of all processes: nothing else will bring them. */
  release(pid?: number): readonly T[] {
    const released: T[] = [];
    for (const [key, held] of this.#waiting)
      if (pid === undefined || held.span.pid === pid) released.push(this.#give(key, held));
    return released;
  }

  /** Nothing is tailed any more, and what was under way has come. */
  forget(): void {
    this.#given.clear();
    this.#brought.clear();
  }

  #give(key: string, held: Waiting<T>): T {
    this.#take(key, held);
    this.#given.set(key, held.span.pid);
    return held.span;
  }

  #take(key: string, held: Waiting<T>): void {
    this.#waiting.delete(key);
    this.#size -= held.span.text.length;
  }
}

const NOBODY = 0;

class BoundedMap {
  readonly #limit: number;
  readonly #keys = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#keys.size;
  }

  has(key: string): boolean {
    return this.#keys.has(key);
  }

  get(key: string): number | undefined {
    return this.#keys.get(key);
  }

  set(key: string, value: number): void {
    this.#keys.set(key, value);
    if (this.#keys.size <= this.#limit) return;
    const [oldest] = this.#keys.keys();
    if (oldest !== undefined) this.#keys.delete(oldest);
  }

  delete(key: string): boolean {
    return this.#keys.delete(key);
  }

  clear(): void {
    this.#keys.clear();
  }
}
