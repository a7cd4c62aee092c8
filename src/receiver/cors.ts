// Pages on this machine that send by fetch: what their browser asks before, and what it must be told with each answer.
// https://fetch.spec.whatwg.org/#http-cors-protocol, https://wicg.github.io/private-network-access/

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Seconds for which a browser need not ask again. */
const MAX_AGE = 86_400;

/** Exporters of browsers send credentials where they use sendBeacon. */
export function corsHeaders(origin: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after',
    vary: 'origin',
  };
}

export function answerPreflight(request: IncomingMessage, response: ServerResponse, origin: string): void {
  const asked = request.headers['access-control-request-headers'];
  const isPrivate = request.headers['access-control-request-private-network'] === 'true';
  response.writeHead(204, {
    ...corsHeaders(origin),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': asked ?? 'content-type',
    'access-control-max-age': String(MAX_AGE),
    ...(isPrivate ? { 'access-control-allow-private-network': 'true' } : {}),
  });
  response.end();
}
