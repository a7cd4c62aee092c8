/** The HTTP request that a server span is of, through the channel on which Node tells of each before anyone handles it. */
import { channel } from 'node:diagnostics_channel';
import { type Dictionary, isDictionary } from './foreign.ts';

export interface HttpRequest {
  readonly request: Dictionary;
  readonly server: unknown;
}

/** Held, as older Nodes forget a channel with its subscribers when nothing else does. */
const started = channel('http.server.request.start');

let latest: HttpRequest | undefined;
let isWatching = false;

export function watchHttpRequests(): void {
  if (isWatching) return;
  isWatching = true;
  started.subscribe((message) => {
    const request = isDictionary(message) ? message.request : undefined;
    latest = isDictionary(request) && isDictionary(message) ? { request, server: message.server } : undefined;
  });
}

/** That of a server span which starts now: its instrumentation runs right behind the channel. */
export function takeHttpRequest(): HttpRequest | undefined {
  const taken = latest;
  latest = undefined;
  return taken;
}
