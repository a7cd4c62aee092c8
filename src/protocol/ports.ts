// Many wires over one channel: each page and the host itself get a port of their own into the child, relayed unread.

import type { Frame, Wire } from './rpc.ts';

/** A channel carries anything that structured clone carries. */
export interface Channel {
  send(message: unknown): void;
  receive(listener: (message: unknown) => void): Disposable;
}

/** Which contract the child serves at a port; the first message of a port says so. */
export type PortContract = 'store' | 'telemetry';

export type PortMessage =
  /** `file`: of which the store is asked; that of what is received where none is named. */
  | { readonly port: number; readonly contract: PortContract; readonly file?: string; readonly frame: Frame }
  | { readonly port: number; readonly closed: true };

export function isPortMessage(message: unknown): message is PortMessage {
  return typeof message === 'object' && message !== null && 'port' in message && typeof message.port === 'number';
}

/** One port's wire. Closing it tells the other end to drop what it runs for this port. */
export function openPort(channel: Channel, port: number, contract: PortContract, file?: string): Wire & Disposable {
  const of = file === undefined ? {} : { file };
  return {
    send: (frame) => channel.send({ port, contract, ...of, frame } satisfies PortMessage),
    receive: (listener) =>
      channel.receive((message) => {
        if (isPortMessage(message) && message.port === port && 'frame' in message) listener(message.frame);
      }),
    [Symbol.dispose]: () => channel.send({ port, closed: true } satisfies PortMessage),
  };
}
