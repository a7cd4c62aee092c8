// OTLP over gRPC as a client: unary calls of Export on one HTTP/2 connection.
// Framing: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md

import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ForwardedSignal, OtlpDestination } from '../model/otlp-destination.ts';
import { decodeExportResponse } from '../otlp/export/response.ts';
import { type Delivery, type Outcome, USER_AGENT } from './delivery.ts';
import { failureReason } from './failure-reason.ts';
import { judgeGrpcStatus } from './grpc-status.ts';
import { createTlsReader, type TlsMaterial } from './tls-files.ts';

const METHODS: Readonly<Record<ForwardedSignal, string>> = {
  traces: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
};
/** Whether compressed, and the length in four bytes. */
const FRAME_HEAD = 5;
const MOST_ANSWER = 64 << 10;
const RETRYABLE_HTTP = [429, 502, 503, 504];

interface Answer {
  readonly headers: IncomingHttpHeaders;
  /** The same as the headers where there is nothing but a status. */
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export function createGrpcDelivery(destination: OtlpDestination, of: ForwardedSignal): Delivery {
  const { origin } = new URL(destination.url);
  const readTls = createTlsReader(destination.tls);
  let session: ClientHttp2Session | undefined;

  const connected = (material: TlsMaterial): ClientHttp2Session => {
    if (session === undefined || session.closed || session.destroyed) {
      session = connect(origin, material);
      // The calls on it are told.
      session.on('error', () => {});
    }
    return session;
  };

  const call = async (bytes: Uint8Array, material: TlsMaterial, signal: AbortSignal): Promise<Answer> => {
    const message = destination.isGzipped ? await promisify(gzip)(bytes) : bytes;
    return new Promise((resolve, reject) => {
      const stream = connected(material).request(
        {
          'user-agent': USER_AGENT,
          ...Object.fromEntries(destination.headers),
          ':method': 'POST',
          ':path': METHODS[of],
          'content-type': 'application/grpc',
          te: 'trailers',
          'grpc-timeout': `${Math.ceil(destination.timeout)}m`,
          ...(destination.isGzipped ? { 'grpc-encoding': 'gzip' } : {}),
        },
        { signal },
      );
      const parts: Buffer[] = [];
      let length = 0;
      let headers: IncomingHttpHeaders = {};
      let trailers: IncomingHttpHeaders | undefined;
      stream.on('response', (received) => {
        headers = received;
      });
      stream.on('trailers', (received) => {
        trailers = received;
      });
      stream.on('data', (part: Buffer) => {
        if (length < MOST_ANSWER) parts.push(part);
        length += part.length;
      });
      stream.on('error', (error) => reject(error));
      stream.on('close', () => resolve({ headers, trailers: trailers ?? headers, body: Buffer.concat(parts) }));
      stream.write(frameHead(destination.isGzipped, message.length));
      stream.end(message);
    });
  };

  return {
    async deliver({ bytes, encoding }, signal) {
      if (encoding === 'json') return { kind: 'refused', reason: 'it takes gRPC, and the program sends JSON' };
      const material = await readTls();
      if (!material.ok) return { kind: 'refused', reason: material.error };
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(destination.timeout)]);
        return judge(await call(bytes, material.value, limit));
      } catch (error) {
        return { kind: 'later', reason: failureReason(error), after: undefined };
      }
    },
    [Symbol.dispose]: () => session?.destroy(),
  };
}

function frameHead(isCompressed: boolean, length: number): Uint8Array {
  const head = new Uint8Array(FRAME_HEAD);
  head[0] = isCompressed ? 1 : 0;
  new DataView(head.buffer).setUint32(1, length);
  return head;
}

function judge({ headers, trailers, body }: Answer): Outcome {
  const status = Number(headers[':status'] ?? 0);
  const code = trailers['grpc-status'];
  if (code === undefined) {
    const reason = status === 0 ? 'the connection broke' : `it answered ${status} without a status of gRPC`;
    return status === 0 || RETRYABLE_HTTP.includes(status)
      ? { kind: 'later', reason, after: undefined }
      : { kind: 'refused', reason };
  }
  if (Number(code) === 0) return { kind: 'taken', ...decodeExportResponse('protobuf', body.subarray(FRAME_HEAD)) };
  return judgeGrpcStatus({
    code: Number(code),
    message: unescapeMessage(textOf(trailers['grpc-message']) ?? ''),
    details: textOf(trailers['grpc-status-details-bin']),
  });
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}

/** Percent-encoded, but a fault in that is no fault of the message. */
function unescapeMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
