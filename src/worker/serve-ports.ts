// A server a port: made at a port's first message, dropped when it is closed.

import { type Channel, isPortMessage, openPort, type PortContract } from '../protocol/ports.ts';
import type { Wire } from '../protocol/rpc.ts';

export function servePorts(
  channel: Channel,
  serveContract: Readonly<Record<PortContract, (wire: Wire, file: string | undefined) => Disposable>>,
) {
  const servers = new Map<number, Disposable>();
  return channel.receive((message) => {
    if (!isPortMessage(message)) return;
    if ('closed' in message) {
      servers.get(message.port)?.[Symbol.dispose]();
      servers.delete(message.port);
    } else if (!servers.has(message.port)) {
      const { frame } = message;
      const wire = openPort(channel, message.port, message.contract);
      // The frame that opened the port is heard by the server that it made.
      servers.set(
        message.port,
        serveContract[message.contract](
          {
            send: wire.send,
            receive: (listener) => {
              const listening = wire.receive(listener);
              queueMicrotask(() => listener(frame));
              return listening;
            },
          },
          message.file,
        ),
      );
    }
  });
}
