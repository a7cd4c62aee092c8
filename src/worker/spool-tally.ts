// What became of the spans of each process that spools, counted: what its own export queue lost is said when it has ended.

import { groupDigits } from '../model/format-duration.ts';

interface Tally {
  readonly service: string;
  started: number;
  /** Ended, and brought by the spool alone. */
  kept: number;
  cutOff: number;
  goneAt: number | undefined;
}

/** Milliseconds after the end of a process: a request of it may still be under way. */
const SETTLED = 2000;

export class SpoolTally {
  readonly #tallies = new Map<number, Tally>();

  started(pid: number, service: string): void {
    this.#of(pid, service).started++;
  }

  /** The spool has given a span. */
  kept(pid: number): void {
    const tally = this.#tallies.get(pid);
    if (tally) tally.kept++;
  }

  /** OTLP has brought, late, a span that the spool had given. */
  cameLate(pid: number): void {
    const tally = this.#tallies.get(pid);
    if (tally) tally.kept--;
  }

  cutOff(pid: number): void {
    const tally = this.#tallies.get(pid);
    if (tally) tally.cutOff++;
  }

  gone(pid: number, now: number): void {
    const tally = this.#tallies.get(pid);
    if (tally) tally.goneAt ??= now;
  }

  /** A sentence of each process that has ended and of which something is to be said; once each. */
  report(now: number): readonly string[] {
    const sentences: string[] = [];
    for (const [pid, tally] of this.#tallies) {
      if (tally.goneAt === undefined || now < tally.goneAt + SETTLED) continue;
      this.#tallies.delete(pid);
      if (tally.kept + tally.cutOff > 0) sentences.push(sentenceOf(tally));
    }
    return sentences;
  }

  #of(pid: number, service: string): Tally {
    const known = this.#tallies.get(pid);
    if (known) return known;
    const tally: Tally = { service, started: 0, kept: 0, cutOff: 0, goneAt: undefined };
    this.#tallies.set(pid, tally);
    return tally;
  }
}

function sentenceOf({ service, started, kept, cutOff }: Tally): string {
  const parts = [
    `${service === '' ? 'A program without a service name' : service} has ended: ${groupDigits(started)} ${started === 1 ? 'span' : 'spans'} started`,
  ];
  if (kept > 0)
    parts.push(
      `${groupDigits(kept)} never left its own export queue and ${kept === 1 ? 'was' : 'were'} kept by Spanline`,
    );
  if (cutOff > 0)
    parts.push(`${groupDigits(cutOff)} had not ended and ${cutOff === 1 ? 'is' : 'are'} shown as cut off`);
  return `${parts.join('; ')}.`;
}
