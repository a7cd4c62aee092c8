// Who is at the other end.

import type { Peer } from './signal.ts';

interface Ends {
  readonly remotePort?: number | undefined;
  readonly localPort?: number | undefined;
}

export function peerOf(socket: Ends | undefined): Peer {
  return { port: socket?.remotePort ?? 0, ownPort: socket?.localPort ?? 0 };
}
