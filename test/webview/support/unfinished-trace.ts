// A trace at a breakpoint: some of its spans go on, a worker's were cut off when that was killed.

import { SPAN_FLAG } from '../../../src/model/trace-layout.ts';
import type { SpanSpec, TraceSpec } from './trace-spec.ts';

const SITE = {
  kind: 'resolved',
  site: { file: '/shop/src/checkout.ts', line: 31, column: 5, function: 'checkout' },
  certainty: 'exact',
  how: 'as the runtime reported it',
} as const;

export type CheckoutState = 'running' | 'cut off' | 'ended';

const FLAGS = { running: SPAN_FLAG.open, 'cut off': SPAN_FLAG.cutOff, ended: 0 } as const;

/** `takes`: milliseconds that the checkout has lasted, as long as it is not said that it has ended. */
export function unfinishedTrace(number: number, state: CheckoutState, takes = 1240): TraceSpec {
  const flags = FLAGS[state];
  const late: SpanSpec = {
    name: 'reserve stock',
    service: 'stock',
    at: 700,
    takes: takes - 700,
    flags,
    kind: 'client',
  };
  return {
    number,
    startTime: 1_795_000_000_000,
    roots: [
      {
        name: 'POST /checkout',
        service: 'gateway',
        at: 0,
        takes,
        flags,
        kind: 'server',
        site: SITE,
        children: [
          { name: 'validate cart', service: 'gateway', at: 12, takes: 96 },
          {
            name: 'charge card',
            service: 'payment',
            at: 130,
            takes: 460,
            error: 'declined once',
            children: [{ name: 'POST /v1/charges', service: 'payment', at: 150, takes: 410, kind: 'client' }],
          },
          { name: 'import prices', service: 'worker', at: 200, takes: 380, flags: SPAN_FLAG.cutOff },
          { ...late, children: [{ name: 'SELECT stock', service: 'stock', at: takes - 20, takes: 20, flags }] },
        ],
      },
    ],
  };
}
