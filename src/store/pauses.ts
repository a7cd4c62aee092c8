// The pauses that debuggers have told, and whom they held.

import { holds, type Pause, type SpanMaker } from '../model/pause.ts';
import { clip, type Intervals, unite } from '../model/paused-time.ts';

/** Each step is one; the oldest are forgotten first. */
const MOST = 10_000;

interface Told {
  readonly pause: Pause;
  /** Counts the changes of all pauses: the number of the last one of this. */
  readonly change: number;
}

/** Times are milliseconds since the Unix epoch; what goes on has no end yet, and lasts for ever. */
export class Pauses {
  readonly #told = new Map<string, Told>();
  #changes = 0;
  /** All of them as one, and those of a maker; made anew when first asked for. */
  #any: Intervals | undefined;
  readonly #ofMakers = new Map<string, Intervals>();

  get size(): number {
    return this.#told.size;
  }

  /** Answers with those that are new or have changed. */
  tell(pauses: readonly Pause[]): readonly Pause[] {
    const changed = pauses.filter((pause) => !isSame(pause, this.#told.get(pause.id)?.pause));
    for (const pause of changed) this.#told.set(pause.id, { pause, change: ++this.#changes });
    for (const id of this.#told.keys()) {
      if (this.#told.size <= MOST) break;
      this.#told.delete(id);
    }
    if (changed.length > 0) this.#forgetUnions();
    return changed;
  }

  /** Nobody will tell how those end that go on; answers with them, ended. */
  endAll(time: number): readonly Pause[] {
    const open = [...this.#told.values()].filter(({ pause }) => pause.end === undefined);
    return this.tell(open.map(({ pause }) => ({ ...pause, end: Math.max(pause.start, time) })));
  }

  /** As if those that go on had not been told. */
  forgetOpen(): void {
    for (const [id, { pause }] of this.#told) if (pause.end === undefined) this.#told.delete(id);
    this.#forgetUnions();
  }

  /** Whether anyone was held between two times. */
  overlap(from: number, to: number): boolean {
    if (this.#told.size === 0) return false;
    this.#any ??= unite([...this.#told.values()].map(({ pause }) => toInterval(pause)));
    return clip(this.#any, from, to).length > 0;
  }

  /** When a maker of spans was held. */
  of(maker: SpanMaker): Intervals {
    const key = `${maker.pid} ${maker.thread} ${maker.session}`;
    const known = this.#ofMakers.get(key);
    if (known !== undefined) return known;
    const own = [...this.#told.values()].filter(({ pause }) => holds(pause, maker));
    const held = unite(own.map(({ pause }) => toInterval(pause)));
    // A program may say another process of each span.
    if (this.#ofMakers.size >= MOST) this.#ofMakers.clear();
    this.#ofMakers.set(key, held);
    return held;
  }

  /** Differs whenever another thing is told of a stretch of time; 0 for one without a pause. */
  versionIn(from: number, to: number): number {
    if (!this.overlap(from, to)) return 0;
    let last = 0;
    for (const { pause, change } of this.#told.values())
      if (pause.start < to && (pause.end ?? Number.POSITIVE_INFINITY) > from) last = Math.max(last, change);
    return last;
  }

  #forgetUnions(): void {
    this.#any = undefined;
    this.#ofMakers.clear();
  }
}

function isSame(pause: Pause, other: Pause | undefined): boolean {
  return (
    other !== undefined &&
    pause.pid === other.pid &&
    pause.thread === other.thread &&
    pause.session === other.session &&
    pause.start === other.start &&
    pause.end === other.end
  );
}

function toInterval({ start, end = Number.POSITIVE_INFINITY }: Pause): Intervals {
  return start < end ? [start, end] : [];
}
