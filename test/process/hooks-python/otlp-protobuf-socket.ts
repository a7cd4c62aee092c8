/** A real OTLP/HTTP receiver on a loopback port, which keeps the spans of protobuf requests. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { ExportTraceServiceRequest } from '../../support/otlp-schema.ts';
import type { OtlpSocket, ReceivedSpan } from '../hooks-node/otlp-socket.ts';

export async function openProtobufSocket(): Promise<OtlpSocket> {
  const spans: ReceivedSpan[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    spans.push(...spansOf(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body));
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    spans,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As protobufjs gives it, without what is empty. */
interface Request {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly {
      readonly scope?: { readonly name?: string };
      readonly spans?: readonly {
        readonly name: string;
        readonly kind: number;
        readonly traceId: string;
        readonly spanId: string;
        readonly parentSpanId?: string;
        readonly attributes?: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
      }[];
    }[];
  }[];
}

function spansOf(body: Buffer): readonly ReceivedSpan[] {
  const request: Request = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(body), {
    longs: Number,
    bytes: String,
  });
  const scopes = (request.resourceSpans ?? []).flatMap((resource) => resource.scopeSpans ?? []);
  return scopes.flatMap(({ scope, spans = [] }) =>
    spans.map(({ name, kind, traceId, spanId, parentSpanId = '', attributes = [] }) => ({
      name,
      kind,
      traceId,
      spanId,
      parentSpanId,
      scope: scope?.name ?? '',
      attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
    })),
  );
}
