// The destinations to which spans are passed on, each under its key: what comes in at a key's path is received as all else is,
// and given to its forwarder without what is ours.

import { createForwarder, type Forwarder } from '../forward/forwarder.ts';
import { forwardKey } from '../model/forward-path.ts';
import type { ForwardedSignal, OtlpDestination } from '../model/otlp-destination.ts';
import { withoutOurs } from '../otlp/trace/without-ours.ts';
import type { Answer, BodyEncoding, Signal } from '../receiver/signal.ts';

/** At the end the user's backend gets what waits, unless that takes longer than this, in milliseconds. */
export const LAST_MOMENT = 5_000;

export interface Forwards {
  /** Again: what was said of the key first holds. */
  add(key: string, destination: OtlpDestination): void;
  signalAt(path: string): Signal | undefined;
  /** Sends what waits, and forgets the rest. */
  end(): Promise<void>;
}

export function createForwards(traces: Signal, say: (message: string, outdated: string | undefined) => void): Forwards {
  const rows = new Map<string, { readonly forwarder: Forwarder; readonly signal: Signal }>();
  return {
    add(key, destination) {
      if (rows.has(key)) return;
      const forwarder = createForwarder({ destination, signal: 'traces', say });
      rows.set(key, { forwarder, signal: withForwarder(traces, 'traces', () => forwarder) });
    },
    signalAt(path) {
      const key = forwardKey(path);
      return key === undefined ? undefined : rows.get(key)?.signal;
    },
    async end() {
      await Promise.all([...rows.values()].map(({ forwarder }) => forwarder.end(LAST_MOMENT)));
    },
  };
}

/** A signal of which all that is accepted is passed on as well, while there is a forwarder. */
export function withForwarder(signal: Signal, of: ForwardedSignal, forwarderNow: () => Forwarder | undefined): Signal {
  return {
    ...signal,
    accept(body, encoding, peer) {
      const forwarder = forwarderNow();
      if (forwarder === undefined) return signal.accept(body, encoding, peer);
      // Before anything is awaited: the buffer is used again.
      const cut = withoutOurs(body, encoding, of);
      return passOn(forwarder, encoding, cut, signal.accept(body, encoding, peer));
    },
  };
}

async function passOn(
  forwarder: Forwarder,
  encoding: BodyEncoding,
  cut: ReturnType<typeof withoutOurs>,
  answered: Answer | Promise<Answer>,
): Promise<Answer> {
  const answer = await answered;
  if (!answer.ok) return answer;
  if (!cut.ok) forwarder.lose(1, `their request cannot be read: ${cut.error}`);
  else if (cut.value.spans > 0) forwarder.offer({ bytes: cut.value.bytes, encoding }, cut.value.spans);
  return answer;
}
