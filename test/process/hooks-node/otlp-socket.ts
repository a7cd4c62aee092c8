/** A real OTLP/HTTP receiver on a loopback port, which keeps the spans of JSON requests. */

import { once } from 'node:events';
import { createServer } from 'node:http';

export interface ReceivedSpan {
  readonly name: string;
  readonly kind: number;
  readonly scope: string;
  /** Ids as the encoding has them: only to be compared. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface OtlpSocket extends AsyncDisposable {
  readonly endpoint: string;
  readonly spans: ReceivedSpan[];
}

export async function openOtlpSocket(): Promise<OtlpSocket> {
  const spans: ReceivedSpan[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    spans.push(...spansOf(JSON.parse(Buffer.concat(chunks).toString())));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
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

/** As OTLP/JSON writes it; a number wider than 32 bits is a string. */
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

function spansOf(request: Request): readonly ReceivedSpan[] {
  const scopes = (request.resourceSpans ?? []).flatMap((resource) => resource.scopeSpans ?? []);
  return scopes.flatMap(({ scope, spans = [] }) =>
    spans.map(({ name, kind, traceId, spanId, parentSpanId = '', attributes = [] }) => ({
      name,
      kind,
      traceId,
      spanId,
      parentSpanId,
      scope: scope?.name ?? '',
      attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, attributeValue(value)])),
    })),
  );
}

function attributeValue(value: Readonly<Record<string, unknown>>): unknown {
  return value.stringValue ?? value.boolValue ?? Number(value.intValue ?? value.doubleValue);
}
