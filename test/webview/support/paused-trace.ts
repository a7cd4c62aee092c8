// A trace of two services, one of which stood at a breakpoint for five seconds, or stands there still.

import { SPAN_FLAG } from '../../../src/model/trace-layout.ts';
import type { TraceSpec } from './trace-spec.ts';

/** Milliseconds from the trace's start; what goes on ends long after what is shown. */
const STOPPED = 400;
const RESUMED = 5400;
const NEVER = 1e9;

/** `now`: milliseconds from the trace's start, of one that stands still. */
export function pausedTrace(number: number, now?: number): TraceSpec {
  const isOver = now === undefined;
  const flags = isOver ? 0 : SPAN_FLAG.open;
  const last = (end: number, start: number) => ({ at: start, takes: (now ?? end) - start, flags });
  return {
    number,
    startTime: 1_795_000_000_000,
    pauses: { payment: [STOPPED, isOver ? RESUMED : NEVER] },
    roots: [
      {
        ...{ name: 'POST /checkout', service: 'gateway', kind: 'server' as const, ...last(5900, 0) },
        children: [
          { name: 'validate cart', service: 'gateway', at: 12, takes: 96 },
          {
            ...{ name: 'charge card', service: 'payment', ...last(5800, 130) },
            children: [
              { name: 'SELECT cards', service: 'payment', at: 150, takes: 200 },
              { name: 'POST /v1/charges', service: 'payment', ...last(5700, 380), error: 'declined' },
            ],
          },
        ],
      },
    ],
  };
}
