// A child: the servers that ingest is compared with. They read what they are sent, as far as the kind says, and keep nothing.
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { Server as NetServer } from 'node:net';
import { gunzip } from 'node:zlib';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { DiscardKind } from '../support/discard.ts';
import { GRPC_EXPORT } from '../support/grpc-load.ts';

const OK = { 'content-type': 'application/x-protobuf', 'content-length': 0 };
const EMPTY_MESSAGE = Buffer.alloc(5);

const START: Readonly<Record<DiscardKind, () => void>> = {
  http: () =>
    listen(
      createHttpServer((request, response) => {
        request.on('data', () => {});
        request.on('end', () => response.writeHead(200, OK).end());
      }),
    ),
  gzip: () =>
    listen(
      createHttpServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const body = Buffer.concat(chunks);
          // As good as it can be: one buffer of the size that the trailer says.
          const chunkSize = Math.max(64, body.readUInt32LE(body.length - 4) + 1);
          gunzip(body, { chunkSize }, () => response.writeHead(200, OK).end());
        });
      }),
    ),
  http2() {
    const settings = { initialWindowSize: 8 << 20, maxFrameSize: 1 << 20, maxConcurrentStreams: 1000 };
    const server = createHttp2Server({ settings });
    server.on('session', (session) => session.setLocalWindowSize(32 << 20));
    server.on('stream', (stream) => {
      stream.on('data', () => {});
      stream.on('end', () => {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        stream.end(EMPTY_MESSAGE);
      });
    });
    listen(server);
  },
  'grpc-js'() {
    const id = (bytes: Buffer) => bytes;
    const server = new Server({ 'grpc.max_receive_message_length': 64 << 20 });
    server.addService(
      {
        Export: {
          path: GRPC_EXPORT,
          requestStream: false,
          responseStream: false,
          requestSerialize: id,
          requestDeserialize: id,
          responseSerialize: id,
          responseDeserialize: id,
        },
      },
      { Export: (_call: unknown, answer: (error: null, value: Buffer) => void) => answer(null, Buffer.alloc(0)) },
    );
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, port) => process.send?.(port));
  },
};

function listen(server: NetServer): void {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
  });
}

process.on('disconnect', () => process.exit(0));
const kind = process.argv[2];
START[kind === 'gzip' || kind === 'grpc-js' || kind === 'http2' ? kind : 'http']();
