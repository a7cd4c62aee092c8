// All that is received, passed on to one more place while the user wants that.

import { createForwarder, type Forwarder } from '../forward/forwarder.ts';
import { FORWARDED_SIGNALS, type ForwardedSignal, type OtlpDestination } from '../model/otlp-destination.ts';
import type { Signal } from '../receiver/signal.ts';
import { LAST_MOMENT, withForwarder } from './forwards.ts';

export interface ForwardAll {
  /** One of each signal; undefined passes on nothing from now on. What waits for the former one is still sent. */
  set(destinations: Readonly<Record<ForwardedSignal, OtlpDestination>> | undefined): void;
  wrap(signal: Signal, of: ForwardedSignal): Signal;
  /** Sends what waits, and forgets the rest. */
  end(): Promise<void>;
}

export function createForwardAll(say: (message: string, outdated: string | undefined) => void): ForwardAll {
  let forwarders = new Map<ForwardedSignal, Forwarder>();
  const ending = new Set<Promise<unknown>>();
  const endNow = () => {
    for (const forwarder of forwarders.values()) {
      const ended: Promise<unknown> = forwarder.end(LAST_MOMENT).finally(() => ending.delete(ended));
      ending.add(ended);
    }
    forwarders = new Map();
  };
  return {
    set(destinations) {
      endNow();
      if (!destinations) return;
      for (const signal of FORWARDED_SIGNALS)
        forwarders.set(signal, createForwarder({ destination: destinations[signal], signal, say }));
    },
    wrap: (signal, of) => withForwarder(signal, of, () => forwarders.get(of)),
    async end() {
      endNow();
      await Promise.all(ending);
    },
  };
}
