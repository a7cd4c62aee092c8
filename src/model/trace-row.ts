// One trace as a list shows it.

import type { TraceId } from './ids.ts';

export interface TraceRow {
  readonly id: TraceId;
  /** Name of the root span, or of the earliest span while no root has arrived. */
  readonly name: string;
  readonly rooted: boolean;
  readonly services: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly startTime: number;
  /** Nanoseconds from the earliest start to the latest end, or to now where a span is open; held time included. */
  readonly duration: number;
  /** Nanoseconds of it in which a debugger held the program. */
  readonly held: number;
  readonly spans: number;
  /** Spans that have not ended. */
  readonly open: number;
  /** Spans whose process ended before they did. */
  readonly cutOff: number;
  readonly errors: number;
}
