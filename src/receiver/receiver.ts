// One port for OTLP: connections are told apart by their first bytes and handed to the server that speaks so.

import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { BodyBuffers } from './body-buffers.ts';
import { type Spoken, tellProtocol } from './first-bytes.ts';
import { createGrpcServer } from './grpc-server.ts';
import { createHttpServer } from './http-server.ts';
import { DEFAULT_LIMITS, type ReceiverLimits } from './limits.ts';
import type { ReceiverParts } from './signal.ts';

const LOOPBACK = ['127.0.0.1', '::1'] as const;
/** Where containers find the machine that runs them. */
const EVERYWHERE = '0.0.0.0';

/** For a port that is free in both families; the system gives one that is free in the first. */
const ATTEMPTS = 10;

/** Milliseconds: how often it is looked whether requests are on their way, and how long none may be. */
const LOOK = 20;
const QUIET = 100;

/** Of a machine without IPv6. */
const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

export interface Receiver extends AsyncDisposable {
  readonly port: number;
  /** Takes no new connections, and waits until requests that are on their way are answered, for so many milliseconds at most. */
  finish(milliseconds: number): Promise<void>;
}

export interface ReceiverOptions extends ReceiverParts {
  /** 0 for any that is free. */
  readonly port: number;
  readonly limits?: ReceiverLimits;
}

/** On loopback alone, but with a token on all addresses. Rejects with the system's error (EADDRINUSE, ...) when the port cannot be had. */
export async function listen(options: ReceiverOptions): Promise<Receiver> {
  const limits = options.limits ?? DEFAULT_LIMITS;
  const buffers = new BodyBuffers(limits.inFlight);
  const http = createHttpServer(options, buffers, limits);
  const grpc = createGrpcServer(options, buffers, limits);
  const hand: Readonly<Record<Spoken, (socket: Socket) => void>> = {
    'http/1.1': (socket) => http.emit('connection', socket),
    'http/2': (socket) => grpc.emit('connection', socket),
    tls(socket) {
      options.onRefusal({
        status: 0,
        path: '',
        message:
          'A program speaks https to the receiver. Its endpoint must begin with http:// for loopback, and an exporter over gRPC must be insecure',
      });
      socket.destroy();
    },
  };
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    // A connection that says nothing holds nothing for long.
    tellProtocol(socket, limits.headersTimeout, (spoken) => hand[spoken](socket));
  };
  const { servers, port } =
    options.token === undefined ? await bindBoth(options.port, accept) : await bindOpen(options.port, accept);
  // The HTTP server never listens itself; its watch over late headers and requests begins with this event.
  http.emit('listening');
  let closed: Promise<unknown> | undefined;
  const close = () => {
    closed ??= Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
    return closed;
  };
  return {
    port,
    async finish(milliseconds) {
      void close();
      // What a client is about to send on a connection that it has is answered too.
      for (let left = milliseconds; left > 0 && (buffers.used > 0 || left > milliseconds - QUIET); left -= LOOK)
        await pause(LOOK);
    },
    async [Symbol.asyncDispose]() {
      const ended = close();
      http.close();
      http.closeAllConnections();
      grpc.emit('close');
      for (const socket of sockets) socket.destroy();
      await ended;
    },
  };
}

interface Bound {
  readonly servers: readonly Server[];
  readonly port: number;
}

async function bindOpen(port: number, accept: (socket: Socket) => void): Promise<Bound> {
  const server = await bind(port, EVERYWHERE, accept);
  return { servers: [server], port: portOf(server) };
}

/** The same port in both families, where there are both. */
async function bindBoth(wanted: number, accept: (socket: Socket) => void): Promise<Bound> {
  for (let attempt = 1; ; attempt++) {
    const [address, address6] = LOOPBACK;
    const first = await bind(wanted, address, accept);
    const port = portOf(first);
    try {
      return { servers: [first, await bind(port, address6, accept)], port };
    } catch (error) {
      if (NO_SUCH_ADDRESS.includes(codeOf(error))) return { servers: [first], port };
      first.close();
      if (wanted !== 0 || attempt === ATTEMPTS) throw error;
    }
  }
}

function bind(port: number, host: string, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(accept);
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: true }, () => {
      server.off('error', reject);
      // A failure to accept (no file descriptors left) must not end the process.
      server.on('error', () => {});
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the socket has no port');
  return address.port;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
