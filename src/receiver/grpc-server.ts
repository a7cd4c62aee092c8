// OTLP over gRPC: unary calls of Export on HTTP/2.
// OTLP 1.9, "OTLP/gRPC": https://opentelemetry.io/docs/specs/otlp/#otlpgrpc

import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { BodyBuffers } from './body-buffers.ts';
import { BodyReader } from './body-reader.ts';
import { type Compression, compressionNamed, decompress, KNOWN_COMPRESSIONS } from './decompress.ts';
import { escapeMessage, frame, unframe } from './grpc-message.ts';
import type { ReceiverLimits } from './limits.ts';
import { BUSY, CODE, NO_TOKEN, RETRY_AFTER, tooLarge } from './refusal.ts';
import type { ReceiverParts, Signal } from './signal.ts';
import { isLoopbackHost, isToken, TOKEN_HEADER } from './who-may-send.ts';

/** Bytes that a peer may send ahead: small windows make a sender wait for each of its messages. */
const STREAM_WINDOW = 8 << 20;
const SESSION_WINDOW = 32 << 20;
const MAX_FRAME = 1 << 20;
const MAX_STREAMS = 256;

/** Of a refusal, beside what HTTP would say. */
interface Trailers {
  readonly code: number;
  readonly message: string;
  readonly retryAfter?: number;
}

interface Call {
  readonly signal: Signal;
  readonly compression: Compression | 'identity';
}

const NO_GRPC = 'A program speaks HTTP/2 without gRPC to the receiver, which takes OTLP over HTTP/1.1 and over gRPC';

const CONTENT_TYPE = 'application/grpc+proto';
const OK_TRAILERS = { 'grpc-status': '0' };
const EMPTY = frame(new Uint8Array(0));

export function createGrpcServer(
  { signals, encodeStatus, token, onRefusal }: ReceiverParts,
  buffers: BodyBuffers,
  limits: ReceiverLimits,
): Http2Server {
  const byMethod = new Map(signals.map((signal) => [signal.method, signal]));
  const streams = new Map<ServerHttp2Stream, number>();

  const serve = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void => {
    const path = headers[':path'] ?? '';
    // What goes wrong with a stream is told by its 'close'.
    stream.on('error', () => {});
    const refuse = ({ code, message, retryAfter }: Trailers) => {
      onRefusal({ status: 0, path, message });
      if (stream.destroyed || stream.headersSent) return;
      const details = encodeStatus('protobuf', code, message, retryAfter);
      stream.respond(
        {
          ':status': 200,
          'content-type': CONTENT_TYPE,
          'grpc-status': String(code),
          'grpc-message': escapeMessage(message),
          'grpc-status-details-bin': Buffer.from(details).toString('base64'),
          ...(code === CODE.unimplemented ? { 'grpc-accept-encoding': KNOWN_COMPRESSIONS.replaceAll(' ', '') } : {}),
        },
        { endStream: true },
      );
      // The rest of what it sends is of no use to anybody.
      if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR);
    };

    if (!headers['content-type']?.startsWith('application/grpc')) {
      onRefusal({ status: 415, path, message: NO_GRPC });
      stream.respond({ ':status': 415 }, { endStream: true });
      stream.close(constants.NGHTTP2_NO_ERROR);
      return;
    }
    const call = readCall(headers);
    if ('code' in call) {
      refuse(call);
      return;
    }

    const body = new BodyReader(buffers, 0, limits.body);
    let isTaken = false;
    streams.set(stream, Date.now());
    stream.on('data', (chunk: Uint8Array) => {
      const refused = body.add(chunk);
      if (refused === undefined) return;
      stream.removeAllListeners('data');
      refuse(refused === 'busy' ? WAIT : { code: CODE.resourceExhausted, message: tooLarge(limits.body) });
    });
    stream.on('end', () => {
      // Of a stream that is broken off as well.
      if (stream.destroyed || stream.headersSent) return;
      isTaken = true;
      take(call)
        .then((refused) => refused && refuse(refused))
        .catch((error: unknown) => refuse({ code: CODE.unavailable, message: String(error) }))
        .finally(() => body.release());
    });
    stream.on('close', () => {
      streams.delete(stream);
      // What is being taken is released after that.
      if (!isTaken) body.release();
    });

    /** Undefined where it was answered. */
    async function take({ signal, compression }: Call): Promise<Trailers | undefined> {
      const message = unframe(body.bytes);
      if (!message.ok) return { code: CODE.invalidArgument, message: message.reason };
      if (!message.isCompressed)
        return answer(await signal.accept(message.bytes, 'protobuf', stream.session?.socket ?? {}));
      if (compression === 'identity')
        return { code: CODE.invalidArgument, message: 'the message is compressed, and grpc-encoding does not say how' };
      const inflated = await decompress(message.bytes, compression, limits.inflated, buffers);
      if (inflated.kind === 'busy') return WAIT;
      if (inflated.kind === 'too large') return { code: CODE.resourceExhausted, message: tooLarge(limits.inflated) };
      if (inflated.kind === 'malformed') return { code: CODE.invalidArgument, message: inflated.reason };
      const accepted = signal.accept(inflated.bytes, 'protobuf', stream.session?.socket ?? {});
      inflated.done();
      return answer(await accepted);
    }

    function answer(given: Awaited<ReturnType<Signal['accept']>>): Trailers | undefined {
      if (!given.ok) return given.code === CODE.unavailable ? { ...given, retryAfter: RETRY_AFTER } : given;
      if (stream.destroyed) return undefined;
      stream.respond({ ':status': 200, 'content-type': CONTENT_TYPE }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers(OK_TRAILERS));
      stream.end(given.body.length === 0 ? EMPTY : frame(given.body));
      return undefined;
    }
  };

  function readCall(headers: IncomingHttpHeaders): Call | Trailers {
    if (token !== undefined) {
      if (!isToken(headers[TOKEN_HEADER], token)) return { code: CODE.unauthenticated, message: NO_TOKEN };
    } else if (headers.origin !== undefined || !isLoopbackHost(headers[':authority'] ?? headers.host))
      return { code: CODE.permissionDenied, message: 'the call is not from this machine' };
    const path = headers[':path'] ?? '';
    const signal = byMethod.get(path);
    if (!signal)
      return {
        code: CODE.unimplemented,
        message: `there is no ${path}; OTLP goes to ${[...byMethod.keys()].join(', ')}`,
      };
    if (headers['content-type']?.startsWith('application/grpc+json'))
      return { code: CODE.unimplemented, message: 'calls with JSON are not taken; protobuf is' };
    const named = textOf(headers['grpc-encoding']);
    const compression = compressionNamed(named);
    return compression
      ? { signal, compression }
      : {
          code: CODE.unimplemented,
          message: `the compression ${named} is not known here; ${KNOWN_COMPRESSIONS} are`,
        };
  }

  const server = createServer({
    settings: { initialWindowSize: STREAM_WINDOW, maxFrameSize: MAX_FRAME, maxConcurrentStreams: MAX_STREAMS },
  });
  server.on('session', (session) => {
    session.setLocalWindowSize(SESSION_WINDOW);
    session.on('error', () => session.destroy());
    session.setTimeout(limits.idleTimeout, () => session.close());
  });
  server.on('stream', serve);
  server.on('sessionError', () => {});
  // A call that never ends is ended, as the HTTP server does with its requests.
  const sweep = setInterval(
    () => {
      const since = Date.now() - limits.requestTimeout;
      for (const [stream, began] of streams) {
        if (began > since) break;
        stream.close(constants.NGHTTP2_CANCEL);
      }
    },
    Math.min(limits.requestTimeout, 5_000),
  );
  server.on('close', () => clearInterval(sweep));
  return server;
}

const WAIT: Trailers = { code: CODE.unavailable, message: BUSY, retryAfter: RETRY_AFTER };

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.[0];
}
