// Calls of gRPC frame by frame, as senders make them that no library would.

import { type ClientHttp2Session, connect, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http2';

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';

export interface GrpcReply {
  /** Undefined where the stream ended without. */
  readonly status: number | undefined;
  readonly message: string;
  /** With the trailers. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface GrpcClient extends Disposable {
  readonly session: ClientHttp2Session;
  /** Parts of the body are sent as they are; `undefined` for the last leaves the call open. */
  call(parts: readonly (Uint8Array | undefined)[], headers?: OutgoingHttpHeaders): Promise<GrpcReply>;
}

export function openGrpc(port: number, host = '127.0.0.1'): GrpcClient {
  const session = connect(`http://${host}:${port}`);
  session.on('error', () => {});
  return {
    session,
    call(parts, headers = {}) {
      const stream = session.request({
        ':method': 'POST',
        ':path': TRACES,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...headers,
      });
      let received: IncomingHttpHeaders = {};
      const chunks: Buffer[] = [];
      stream.on('response', (response) => {
        received = { ...received, ...response };
      });
      stream.on('trailers', (trailers) => {
        received = { ...received, ...trailers };
      });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', () => {});
      for (const part of parts) if (part !== undefined) stream.write(part);
      if (parts.at(-1) !== undefined || parts.length === 0) stream.end();
      return new Promise((resolve) => {
        stream.on('close', () =>
          resolve({
            status: received['grpc-status'] === undefined ? undefined : Number(received['grpc-status']),
            message: decodeURIComponent(String(received['grpc-message'] ?? '')),
            headers: received,
            body: Buffer.concat(chunks),
          }),
        );
      });
    },
    [Symbol.dispose]: () => session.destroy(),
  };
}

export function framed(message: Uint8Array, flag = 0): Buffer {
  const head = Buffer.alloc(5);
  head[0] = flag;
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
