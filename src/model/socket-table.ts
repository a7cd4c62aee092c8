// The system's table of TCP sockets, as Linux shows it in /proc/net/tcp and tcp6.

export interface SocketRow {
  readonly localPort: number;
  /** 0 of one that listens. */
  readonly remotePort: number;
  readonly isListening: boolean;
  /** What the descriptors of its process are called. */
  readonly name: string;
}

const LISTENS = '0A';

/** Total: what is no row is left out. */
export function parseSocketTable(text: string): readonly SocketRow[] {
  return text.split('\n').flatMap((line) => {
    const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
    if (inode === undefined || !/^\d+$/.test(inode)) return [];
    return [
      {
        localPort: portOf(local),
        remotePort: portOf(remote),
        isListening: state === LISTENS,
        name: `socket:[${inode}]`,
      },
    ];
  });
}

function portOf(address = ''): number {
  return Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16) || 0;
}
