// One loopback port for OTLP: connections are told apart by their first bytes and handed to the server that speaks so.

import { createServer, type Server, type Socket } from 'node:net';
import { createHttpServer, type HttpSignals, type Refusal } from './http-server.ts';
import { DEFAULT_LIMITS, type ReceiverLimits } from './limits.ts';

const LOOPBACK = '127.0.0.1';

export interface Receiver extends AsyncDisposable {
  readonly port: number;
}

export interface ReceiverOptions extends HttpSignals {
  /** 0 for any that is free. */
  readonly port: number;
  readonly limits?: ReceiverLimits;
}

/** Rejects with the system's error (EADDRINUSE, ...) when the port cannot be had. */
export async function listen(options: ReceiverOptions): Promise<Receiver> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const http = createHttpServer(options, limits);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    // A connection that says nothing holds nothing: the HTTP server's own timeouts begin with its first byte.
    socket.setTimeout(limits.idleTimeout, () => socket.destroy());
    socket.once('readable', () => route(socket, (spoken) => http.emit('connection', spoken), options.onRefusal));
  });
  const port = await bind(server, options.port);
  // The HTTP server never listens itself; its watch over late headers and requests begins with this event.
  http.emit('listening');
  return {
    port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      http.close();
      http.closeAllConnections();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** HTTP/2 (gRPC) and TLS are told what to use instead; all else is HTTP/1.1. */
function route(socket: Socket, http: (socket: Socket) => void, onRefusal: (refusal: Refusal) => void): void {
  const first: Buffer | null = socket.read();
  if (first === null) return;
  if (first[0] === 0x16) {
    onRefusal({
      status: 0,
      path: '',
      message: 'A program speaks https to the receiver. Its endpoint must begin with http:// for loopback.',
    });
    socket.destroy();
    return;
  }
  if (first.toString('latin1', 0, 3) === 'PRI') {
    onRefusal({
      status: 0,
      path: '',
      message: 'A program exports over gRPC, which is not received yet. Set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.',
    });
    socket.destroy();
    return;
  }
  socket.unshift(first);
  http(socket);
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      // A failure to accept (no file descriptors left) must not end the process.
      server.on('error', () => {});
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the socket has no port'));
      else resolve(address.port);
    });
  });
}
