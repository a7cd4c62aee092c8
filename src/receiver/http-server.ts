// OTLP over HTTP/1.1: which requests are heard, and the answers that the specification gives.
// OTLP 1.9, "OTLP/HTTP": https://opentelemetry.io/docs/specs/otlp/#otlphttp

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { BodyPool } from './body-pool.ts';
import type { ReceiverLimits } from './limits.ts';
import { type ContentEncoding, readBody } from './read-body.ts';
import type { BodyEncoding, EncodeStatus, Signal } from './signal.ts';

/** google.rpc.Code */
const RPC = { invalidArgument: 3, notFound: 5, permissionDenied: 7, resourceExhausted: 8, unimplemented: 12 } as const;

const MEDIA_TYPE = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

export interface Refusal {
  readonly status: number;
  readonly path: string;
  readonly message: string;
}

export interface HttpSignals {
  readonly signals: readonly Signal[];
  /** For the paths of none of them. */
  readonly signalAt?: (path: string) => Signal | undefined;
  readonly encodeStatus: EncodeStatus;
  /** What was refused and why, in sentences for the user. */
  readonly onRefusal: (refusal: Refusal) => void;
}

export function createHttpServer(
  { signals, signalAt, encodeStatus, onRefusal }: HttpSignals,
  limits: ReceiverLimits,
): Server {
  const pool = new BodyPool();
  let inFlight = 0;
  const byPath = new Map(signals.map((signal) => [signal.path, signal]));

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = pathOf(request);
    const encoding = bodyEncoding(request.headers['content-type']);
    const signal = byPath.get(path) ?? signalAt?.(path);
    const refuse = (status: number, code: number, message: string, headers: Record<string, string> = {}) => {
      onRefusal({ status, path, message });
      const shown = encoding ?? 'json';
      const body = encodeStatus(shown, code, message);
      // The rest of the body is not read: the connection cannot be used again.
      response.writeHead(status, { 'content-type': MEDIA_TYPE[shown], connection: 'close', ...headers });
      response.end(body, () => request.destroy());
    };

    if (!isLoopbackHost(request.headers.host))
      return refuse(403, RPC.permissionDenied, 'the Host header is not loopback');
    if (request.headers.origin !== undefined)
      return refuse(403, RPC.permissionDenied, `pages of ${request.headers.origin} may not send here`);
    if (!signal)
      return refuse(404, RPC.notFound, `nothing is received at ${path}; OTLP traces go to ${signals[0]?.path}`);
    if (request.method !== 'POST')
      return refuse(405, RPC.unimplemented, `${path} takes POST, not ${request.method}`, { allow: 'POST' });
    if (!encoding)
      return refuse(
        415,
        RPC.invalidArgument,
        `the content type ${request.headers['content-type'] ?? '(none)'} is not OTLP; ${MEDIA_TYPE.protobuf} and ${MEDIA_TYPE.json} are`,
      );
    const compression = contentEncoding(request.headers['content-encoding']);
    if (!compression)
      return refuse(
        415,
        RPC.invalidArgument,
        `the content encoding ${request.headers['content-encoding']} is not known here; gzip is`,
        {
          'accept-encoding': 'gzip, deflate',
        },
      );
    if (inFlight > limits.inFlight)
      return refuse(503, RPC.resourceExhausted, 'too much is being received at once; send again', {
        'retry-after': '1',
      });

    const reserved = Number(request.headers['content-length'] ?? 64 << 10);
    inFlight += reserved;
    try {
      const body = await readBody(request, compression, pool, limits);
      switch (body.kind) {
        case 'gone':
          return;
        case 'too-large':
          return refuse(413, RPC.invalidArgument, `the body is larger than ${body.limit >> 20} MiB`);
        case 'malformed':
          return refuse(400, RPC.invalidArgument, body.reason);
        case 'body': {
          const answer = signal.accept(body.bytes, encoding);
          body.done();
          // The signal has said itself why: the connection is whole and goes on.
          const bytes = answer.ok ? answer.body : encodeStatus(encoding, answer.code, answer.message);
          response.writeHead(answer.ok ? 200 : 400, {
            'content-type': MEDIA_TYPE[encoding],
            'content-length': bytes.length,
          });
          // An empty body would be written beside the headers: two buffers, and a slower call for them.
          if (bytes.length > 0) response.end(bytes);
          else response.end();
        }
      }
    } finally {
      inFlight -= reserved;
    }
  };

  const server = createServer(
    { connectionsCheckingInterval: Math.min(limits.headersTimeout, 5_000) },
    (request, response) => {
      response.on('error', () => {});
      handle(request, response).catch((error: unknown) => {
        onRefusal({ status: 500, path: pathOf(request), message: String(error) });
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
    },
  );
  // A client that breaks off or talks nonsense is no event for anybody.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    else socket.destroy();
  });
  server.requestTimeout = limits.requestTimeout;
  server.headersTimeout = limits.headersTimeout;
  server.keepAliveTimeout = limits.idleTimeout;
  return server;
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function bodyEncoding(contentType: string | undefined): BodyEncoding | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return 'protobuf';
  return type === 'application/json' ? 'json' : undefined;
}

function contentEncoding(header: string | undefined): ContentEncoding | undefined {
  const encoding = header?.trim().toLowerCase() ?? 'identity';
  return encoding === 'identity' || encoding === 'gzip' || encoding === 'deflate' ? encoding : undefined;
}

/** A name that a page of elsewhere made resolve to us (DNS rebinding) is no loopback name. */
function isLoopbackHost(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase();
  return name === undefined || name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
