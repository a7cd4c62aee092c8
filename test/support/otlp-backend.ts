// Backends that take traces over HTTP and over gRPC, and keep every request as it came.

import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type Server as Http,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { type Metadata, Server, ServerCredentials, type ServiceDefinition, status } from '@grpc/grpc-js';
import { ExportTraceServiceRequest, ExportTraceServiceResponse } from './otlp-schema.ts';

export interface TakenRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Without compression. */
  readonly body: Buffer;
  /** As an object, by JSON or by protobufjs. */
  readonly message: TraceMessage;
  /** Milliseconds. */
  readonly time: number;
}

type Attributes = readonly { readonly key: string; readonly value: unknown }[];

export interface TraceMessage {
  readonly resourceSpans?: readonly {
    readonly resource?: { readonly attributes?: Attributes };
    readonly scopeSpans?: readonly {
      readonly scope?: object;
      readonly spans?: readonly MessageSpan[];
    }[];
  }[];
}

export interface MessageSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: Attributes;
}

export interface Backend extends AsyncDisposable {
  readonly port: number;
  readonly requests: readonly TakenRequest[];
  /** Names of all spans, in their order. */
  readonly names: () => readonly string[];
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpBackendOptions {
  readonly port?: number;
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  /** By the number of the request, from 0. Default: all are taken. */
  readonly answer?: (number: number) => HttpAnswer;
}

export async function openHttpBackend({ port = 0, tls, answer }: HttpBackendOptions = {}): Promise<Backend> {
  const requests: TakenRequest[] = [];
  const take: RequestListener = async (request, response) => {
    const sent = await buffer(request);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const { status: code, headers, body: answered } = answer?.(requests.length) ?? { status: 200 };
    requests.push({
      path: request.url ?? '',
      headers: request.headers,
      body,
      message: parse(body, request),
      time: Date.now(),
    });
    response.writeHead(code, headers).end(answered);
  };
  const server: Http = tls ? createHttpsServer(tls, take) : createHttpServer(take);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    requests,
    names: () => requests.flatMap(({ message }) => spansOf(message).map(({ name }) => name)),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function parse(body: Buffer, { headers }: IncomingMessage): TraceMessage {
  // Metrics and logs may come as well.
  if (headers['content-type']?.startsWith('application/json')) return JSON.parse(body.toString());
  try {
    return decode(body);
  } catch {
    return {};
  }
}

function decode(body: Buffer): TraceMessage {
  return ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(body), { longs: String, bytes: String });
}

export interface GrpcAnswer {
  /** By its number; 0 is OK. */
  readonly code: number;
  readonly message?: string;
}

export interface GrpcBackendOptions {
  readonly port?: number;
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
  readonly answer?: (number: number) => GrpcAnswer;
}

const SERVICE: ServiceDefinition = {
  Export: {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    requestStream: false,
    responseStream: false,
    requestSerialize: (bytes: Buffer) => bytes,
    requestDeserialize: (bytes) => bytes,
    responseSerialize: (bytes: Buffer) => bytes,
    responseDeserialize: (bytes) => bytes,
  },
};

export async function openGrpcBackend({ port = 0, tls, answer }: GrpcBackendOptions = {}): Promise<Backend> {
  const requests: TakenRequest[] = [];
  const server = new Server();
  server.addService(SERVICE, {
    Export(
      { request, metadata }: { request: Buffer; metadata: Metadata },
      reply: (error: object | null, answer?: Buffer) => void,
    ) {
      const { code, message = '' } = answer?.(requests.length) ?? { code: status.OK };
      requests.push({
        path: '',
        headers: metadata.getMap(),
        body: request,
        message: decode(request),
        time: Date.now(),
      });
      if (code !== status.OK) reply({ code, details: message });
      else reply(null, Buffer.from(ExportTraceServiceResponse.encode({}).finish()));
    },
  });
  const credentials = tls
    ? ServerCredentials.createSsl(null, [{ private_key: tls.key, cert_chain: tls.cert }])
    : ServerCredentials.createInsecure();
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, found) => (error ? reject(error) : resolve(found))),
  );
  return {
    port: bound,
    requests,
    names: () => requests.flatMap(({ message }) => spansOf(message).map(({ name }) => name)),
    async [Symbol.asyncDispose]() {
      server.forceShutdown();
    },
  };
}

export function spansOf({ resourceSpans = [] }: TraceMessage): readonly MessageSpan[] {
  return resourceSpans.flatMap(({ scopeSpans = [] }) => scopeSpans.flatMap(({ spans = [] }) => spans));
}
