// OTLP over HTTP/1.1 as a client: one POST a request. Which answers mean "later":
// https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes

import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { OtlpDestination } from '../model/otlp-destination.ts';
import { decodeExportResponse } from '../otlp/export/response.ts';
import { type Delivery, type ForwardedRequest, type Outcome, USER_AGENT } from './delivery.ts';
import { failureReason } from './failure-reason.ts';
import { createTlsReader, type TlsMaterial } from './tls-files.ts';

const RETRYABLE = [429, 502, 503, 504];
const MEDIA_TYPE = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;
/** Of an answer no more is read, in bytes. */
const MOST_ANSWER = 64 << 10;

interface Answer {
  readonly response: IncomingMessage;
  readonly body: Buffer;
}

export function createHttpDelivery(destination: OtlpDestination): Delivery {
  const url = new URL(destination.url);
  const isSecure = url.protocol === 'https:';
  const agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1 });
  const readTls = createTlsReader(destination.tls);

  const post = async ({ bytes, encoding }: ForwardedRequest, material: TlsMaterial, signal: AbortSignal) => {
    const body = destination.isGzipped ? await promisify(gzip)(bytes) : bytes;
    const headers = {
      'user-agent': USER_AGENT,
      ...Object.fromEntries(destination.headers),
      'content-type': MEDIA_TYPE[encoding],
      'content-length': body.length,
      ...(destination.isGzipped ? { 'content-encoding': 'gzip' } : {}),
    };
    return new Promise<Answer>((resolve, reject) => {
      const options = { ...material, method: 'POST', agent, headers, signal };
      const sent = (isSecure ? requestHttps : requestHttp)(url, options, (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          if (length < MOST_ANSWER) parts.push(part);
          length += part.length;
        });
        response.on('end', () => resolve({ response, body: Buffer.concat(parts) }));
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  };

  return {
    async deliver(request, signal) {
      const material = await readTls();
      if (!material.ok) return { kind: 'refused', reason: material.error };
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(destination.timeout)]);
        return judge(await post(request, material.value, limit), request);
      } catch (error) {
        return { kind: 'later', reason: failureReason(error), after: undefined };
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

function judge({ response, body }: Answer, { encoding }: ForwardedRequest): Outcome {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { kind: 'taken', ...decodeExportResponse(encoding, body) };
  const reason = `it answered ${status} ${response.statusMessage ?? ''}`.trim();
  if (!RETRYABLE.includes(status)) return { kind: 'refused', reason };
  return { kind: 'later', reason, after: retryAfter(response.headers['retry-after'], Date.now()) };
}

/** RFC 9110, section 10.2.3: seconds, or a date. In milliseconds from `now`. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const time = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(time) ? undefined : Math.max(0, time);
}
