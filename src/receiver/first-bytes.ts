// What a connection speaks, by its first three bytes.

import type { Socket } from 'node:net';

export type Spoken = 'http/1.1' | 'http/2' | 'tls';

const ENOUGH = 3;
/** RFC 8446, section 5.1: a record of type handshake, of any version 3.x. */
const HANDSHAKE = 0x16;
const VERSION = 0x03;

/** Waits no longer than `timeout` milliseconds; nothing is read away. */
export function tellProtocol(socket: Socket, timeout: number, spoken: (protocol: Spoken) => void): void {
  let read: Buffer = Buffer.alloc(0);
  socket.setTimeout(timeout, () => socket.destroy());
  const look = () => {
    const part: Buffer | null = socket.read();
    if (part !== null) read = read.length === 0 ? part : Buffer.concat([read, part]);
    if (read.length < ENOUGH && !socket.readableEnded) return;
    end();
    socket.setTimeout(0);
    socket.unshift(read);
    spoken(protocolOf(read));
  };
  const end = () => {
    socket.removeListener('readable', look);
    socket.removeListener('end', leave);
  };
  // Who closes its side before it has said three bytes has nothing to say.
  const leave = () => {
    end();
    socket.destroy();
  };
  socket.on('readable', look);
  socket.on('end', leave);
}

function protocolOf(bytes: Uint8Array): Spoken {
  if (bytes[0] === HANDSHAKE && bytes[1] === VERSION) return 'tls';
  // RFC 9113, section 3.4: the preface of HTTP/2 begins with "PRI".
  return bytes[0] === 0x50 && bytes[1] === 0x52 && bytes[2] === 0x49 ? 'http/2' : 'http/1.1';
}
