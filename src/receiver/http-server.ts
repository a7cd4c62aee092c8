// OTLP over HTTP/1.1: which requests are heard, and the answers that the specification gives.
// OTLP 1.9, "OTLP/HTTP": https://opentelemetry.io/docs/specs/otlp/#otlphttp

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { BodyBuffers } from './body-buffers.ts';
import { BodyReader } from './body-reader.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import { compressionNamed, decompress, KNOWN_COMPRESSIONS } from './decompress.ts';
import type { ReceiverLimits } from './limits.ts';
import { BUSY, CODE, NO_TOKEN, RETRY_AFTER, tooLarge } from './refusal.ts';
import type { Answer, BodyEncoding, ReceiverParts, Signal } from './signal.ts';
import { isLoopbackHost, isLoopbackOrigin, isToken, TOKEN_HEADER } from './who-may-send.ts';

const MEDIA_TYPE = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

type Headers = Readonly<Record<string, string>>;

/** The status of HTTP with which a signal's own refusal is answered; all others mean that it is not to be sent again. */
const STATUS_OF: ReadonlyMap<number, number> = new Map([[CODE.unavailable, 503]]);

export function createHttpServer(
  { signals, signalAt, encodeStatus, token, onRefusal }: ReceiverParts,
  buffers: BodyBuffers,
  limits: ReceiverLimits,
): Server {
  const byPath = new Map(signals.map((signal) => [signal.path, signal]));

  const handle = async (request: IncomingMessage, response: ServerResponse, isWaiting: boolean): Promise<void> => {
    const { origin, host } = request.headers;
    const path = pathOf(request);
    const encoding = bodyEncoding(request.headers['content-type']);
    const isFromHere = origin === undefined || isLoopbackOrigin(origin);
    const cors = origin !== undefined && isFromHere ? corsHeaders(origin) : undefined;
    const refuse = (status: number, code: number, message: string, headers: Headers = {}) => {
      onRefusal({ status, path, message });
      const shown = encoding ?? 'json';
      const body = encodeStatus(shown, code, message);
      // The rest of the body is not read: the connection cannot be used again.
      response.writeHead(status, { 'content-type': MEDIA_TYPE[shown], connection: 'close', ...cors, ...headers });
      response.end(body, () => request.destroy());
    };

    if (token !== undefined) {
      if (!isToken(request.headers[TOKEN_HEADER], token)) return refuse(401, CODE.unauthenticated, NO_TOKEN);
    } else if (!isLoopbackHost(host)) return refuse(403, CODE.permissionDenied, 'the Host header is not loopback');
    else if (!isFromHere) return refuse(403, CODE.permissionDenied, `pages of ${origin} may not send here`);
    const signal = byPath.get(path) ?? signalAt?.(path);
    if (!signal)
      return refuse(
        404,
        CODE.notFound,
        `nothing is received at ${path}; OTLP goes to ${[...byPath.keys()].join(', ')}`,
      );
    if (request.method === 'OPTIONS' && origin !== undefined) return answerPreflight(request, response, origin);
    if (request.method !== 'POST')
      return refuse(405, CODE.unimplemented, `${path} takes POST, not ${request.method}`, { allow: 'POST' });
    if (!encoding)
      return refuse(
        415,
        CODE.invalidArgument,
        `the content type ${request.headers['content-type'] ?? '(none)'} is not OTLP; ${MEDIA_TYPE.protobuf} and ${MEDIA_TYPE.json} are`,
      );
    const compression = compressionNamed(request.headers['content-encoding']);
    if (!compression)
      return refuse(
        415,
        CODE.invalidArgument,
        `the content encoding ${request.headers['content-encoding']} is not known here; ${KNOWN_COMPRESSIONS} are`,
        { 'accept-encoding': KNOWN_COMPRESSIONS },
      );
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > limits.body) return refuse(413, CODE.invalidArgument, tooLarge(limits.body));
    if (isWaiting) response.writeContinue();

    const body = new BodyReader(buffers, announced, limits.body);
    try {
      const read = await readBody(request, body);
      if (read === 'gone') return;
      const refused = read ?? (await take(signal, encoding));
      if (refused === 'too large')
        return refuse(413, CODE.invalidArgument, tooLarge(read ? limits.body : limits.inflated));
      if (refused === 'busy') return refuse(503, CODE.unavailable, BUSY, { 'retry-after': String(RETRY_AFTER) });
      if (refused !== undefined) return refuse(400, CODE.invalidArgument, refused);
    } finally {
      body.release();
    }

    /** Undefined where it was answered. */
    async function take(by: Signal, as: BodyEncoding): Promise<string | undefined> {
      if (compression === 'identity' || compression === undefined) {
        answer(await by.accept(body.bytes, as, request.socket), as);
        return undefined;
      }
      const inflated = await decompress(body.bytes, compression, limits.inflated, buffers);
      if (inflated.kind !== 'bytes') return inflated.kind === 'malformed' ? inflated.reason : inflated.kind;
      const accepted = by.accept(inflated.bytes, as, request.socket);
      inflated.done();
      answer(await accepted, as);
      return undefined;
    }

    function answer(given: Answer, as: BodyEncoding): void {
      // The signal has said itself why: the connection is whole and goes on.
      const bytes = given.ok ? given.body : encodeStatus(as, given.code, given.message);
      const status = given.ok ? 200 : (STATUS_OF.get(given.code) ?? 400);
      const headers = { 'content-type': MEDIA_TYPE[as], 'content-length': bytes.length };
      const waits = status === 503 ? { 'retry-after': String(RETRY_AFTER) } : undefined;
      response.writeHead(status, cors || waits ? { ...headers, ...cors, ...waits } : headers);
      // An empty body would be written beside the headers: two buffers, and a slower call for them.
      if (bytes.length > 0) response.end(bytes);
      else response.end();
    }
  };

  const serve = (request: IncomingMessage, response: ServerResponse, isWaiting: boolean) => {
    response.on('error', () => {});
    handle(request, response, isWaiting).catch((error: unknown) => {
      onRefusal({ status: 500, path: pathOf(request), message: String(error) });
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
  const server = createServer(
    { connectionsCheckingInterval: Math.min(limits.headersTimeout, 5_000) },
    (request, response) => serve(request, response, false),
  );
  // Who asks before sending the body is told so at once where it would be refused.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => serve(request, response, true));
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

function readBody(request: IncomingMessage, body: BodyReader): Promise<'too large' | 'busy' | 'gone' | undefined> {
  return new Promise((resolve) => {
    request.on('data', (chunk: Uint8Array) => {
      const refused = body.add(chunk);
      if (refused === undefined) return;
      request.removeAllListeners('data');
      resolve(refused);
    });
    request.on('end', () => resolve(undefined));
    request.on('error', () => resolve('gone'));
    // Follows 'end' too, and says nothing then.
    request.on('close', () => resolve('gone'));
  });
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function bodyEncoding(contentType: string | undefined): BodyEncoding | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return 'protobuf';
  return type === 'application/json' ? 'json' : undefined;
}
