// Frames between a page and the child. They are passed on without a look at what is said; only calls without an answer
// are known, so that they fail when the child dies, and wait while there is none yet.

import { type Channel, openPort } from '../../protocol/ports.ts';
import type { Frame, Wire } from '../../protocol/rpc.ts';

export interface Relay extends Disposable {
  /** From the page. */
  send(frame: Frame): void;
  attach(channel: Channel): void;
  /** The child is gone: what waits for an answer is told so. */
  detach(): void;
}

/** `file`: whose store the page asks; undefined for that of what is received. */
export function createRelay(port: number, toPage: (frame: Frame) => void, file?: string): Relay {
  const pending = new Map<number, Frame>();
  let wire: (Wire & Disposable) | undefined;
  let listening: Disposable | undefined;
  const close = () => {
    listening?.[Symbol.dispose]();
    listening = undefined;
    wire = undefined;
  };
  return {
    send(frame) {
      if (frame.type === 'call') pending.set(frame.id, frame);
      if (frame.type === 'cancel') pending.delete(frame.id);
      wire?.send(frame);
    },
    attach(channel) {
      close();
      wire = openPort(channel, port, 'store', file);
      listening = wire.receive((frame) => {
        pending.delete(frame.id);
        toPage(frame);
      });
      for (const frame of pending.values()) wire.send(frame);
    },
    detach() {
      close();
      for (const id of pending.keys()) toPage({ type: 'error', id, message: 'disconnected' });
      pending.clear();
    },
    [Symbol.dispose]() {
      wire?.[Symbol.dispose]();
      close();
      pending.clear();
    },
  };
}
