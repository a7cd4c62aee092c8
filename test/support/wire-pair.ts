// Two ends of a wire, or of a channel, in one process: what one sends the other receives a turn later, cloned.

import type { Channel } from '../../src/protocol/ports.ts';
import type { Frame, Wire } from '../../src/protocol/rpc.ts';

export interface WirePair {
  readonly near: Wire;
  readonly far: Wire;
  /** All frames in the order in which they were sent. */
  readonly sent: readonly Frame[];
}

export function createWirePair(): WirePair {
  const sent: Frame[] = [];
  const [near, far] = createEnds<Frame>((frame) => sent.push(frame));
  return { near, far, sent };
}

export function createChannelPair(): readonly [Channel, Channel] {
  return createEnds<unknown>(() => {});
}

interface End<T> {
  send(message: T): void;
  receive(listener: (message: T) => void): Disposable;
}

function createEnds<T>(record: (message: T) => void): readonly [End<T>, End<T>] {
  const listeners = [new Set<(message: T) => void>(), new Set<(message: T) => void>()] as const;
  const end = (own: Set<(message: T) => void>, other: Set<(message: T) => void>): End<T> => ({
    send(message) {
      const cloned = structuredClone(message);
      record(cloned);
      setImmediate(() => {
        for (const listener of [...other]) listener(cloned);
      });
    },
    receive(listener) {
      own.add(listener);
      return { [Symbol.dispose]: () => own.delete(listener) };
    },
  });
  return [end(listeners[0], listeners[1]), end(listeners[1], listeners[0])];
}
