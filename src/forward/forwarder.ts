// Passes requests on to one destination: a queue that is bounded by bytes, tries again where that may help, and a count of
// what was lost. Whoever offers a request never waits.

import { setTimeout as pause } from 'node:timers/promises';
import { destinationName, type ForwardedSignal, type OtlpDestination } from '../model/otlp-destination.ts';
import { joinBytes } from '../otlp/wire/join-bytes.ts';
import { createGrpcDelivery } from './deliver-grpc.ts';
import { createHttpDelivery } from './deliver-http.ts';
import type { Delivery, ForwardedRequest } from './delivery.ts';

export interface Forwarder {
  /** Takes the bytes as its own. `spans`: what is in it, of its signal. */
  offer(request: ForwardedRequest, spans: number): void;
  /** Spans that cannot be offered, and why as a phrase. */
  lose(spans: number, reason: string): void;
  /** Sends what waits, for so many milliseconds at most; what is left then is lost. */
  end(milliseconds: number): Promise<void>;
}

export interface ForwarderParts {
  readonly destination: OtlpDestination;
  readonly signal: ForwardedSignal;
  /** A sentence for the user, in the place of the one that it outdates. */
  readonly say: (message: string, outdated: string | undefined) => void;
  /** Bytes that may wait. */
  readonly limit?: number;
}

interface Item extends ForwardedRequest {
  readonly spans: number;
}

/** What is counted of each. */
const NOUNS: Readonly<Record<ForwardedSignal, readonly [one: string, many: string]>> = {
  traces: ['span', 'spans'],
  logs: ['log record', 'log records'],
  metrics: ['metric', 'metrics'],
};
const DEFAULT_LIMIT = 32 << 20;
/** Small requests that wait are sent as one, up to so many bytes: with a far backend each takes a while. */
const MOST_JOINED = 1 << 20;
const MOST_REASON = 200;
/** In milliseconds. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const LONGEST_WISH = 600_000;

export function createForwarder({ destination, signal, say, limit = DEFAULT_LIMIT }: ForwarderParts): Forwarder {
  const name = destinationName(destination);
  const delivery = createDelivery(destination, signal);
  const [one, many] = NOUNS[signal];
  const over = new AbortController();
  const hurry = new AbortController();
  const queue: Item[] = [];
  let waiting = 0;
  let lost = 0;
  let running: Promise<void> | undefined;
  let lostSaid: string | undefined;
  let troubleSaid: string | undefined;

  const lose = (spans: number, reason: string) => {
    lost += spans;
    const message = `${lost === 1 ? `1 ${one}` : `${lost} ${many}`} could not be passed on to ${name}: ${toPhrase(reason)}.`;
    say(message, lostSaid);
    lostSaid = message;
  };
  const sayTrouble = (reason: string) => {
    const message = `${capital(many)} wait to be passed on to ${name}: ${toPhrase(reason)}. It is tried again.`;
    if (troubleSaid !== message) say(message, troubleSaid);
    troubleSaid = message;
  };
  const sayRecovery = () => {
    if (troubleSaid !== undefined) say(`${capital(many)} that waited have been passed on to ${name}.`, troubleSaid);
    troubleSaid = undefined;
  };

  const send = async (item: Item): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const outcome = await delivery.deliver(item, over.signal);
      switch (outcome.kind) {
        case 'taken':
          if (outcome.rejected > 0) lose(outcome.rejected, outcome.reason || 'it left them out');
          sayRecovery();
          return;
        case 'refused':
          return lose(item.spans, outcome.reason);
        case 'later':
          // A connection that was idle for long breaks at its next use, and the next try makes another: once says little.
          if (hurry.signal.aborted && tries > 0) return giveUp(item.spans, outcome.reason);
          if (tries > 0 || outcome.after !== undefined) sayTrouble(outcome.reason);
          await pause(pauseBefore(tries, outcome.after), undefined, { signal: hurry.signal }).catch(() => {});
      }
    }
  };
  /** There is no time left to try each of what waits. */
  const giveUp = (spans: number, reason: string) => {
    const others = queue.splice(0).reduce((sum, item) => sum + item.spans, 0);
    lose(spans + others, reason);
  };

  const run = async () => {
    for (let item = takeNext(queue); item !== undefined; item = takeNext(queue)) {
      await send(item);
      waiting -= item.bytes.length;
    }
    running = undefined;
  };

  return {
    offer({ bytes, encoding }, spans) {
      if (waiting + bytes.length > limit) return lose(spans, `${limit >> 20} MiB of others wait before them`);
      waiting += bytes.length;
      queue.push({ bytes, encoding, spans });
      running ??= run();
    },
    lose,
    async end(milliseconds) {
      hurry.abort();
      const late = setTimeout(() => over.abort(), milliseconds);
      await running;
      clearTimeout(late);
      delivery[Symbol.dispose]();
    },
  };
}

function createDelivery(destination: OtlpDestination, signal: ForwardedSignal): Delivery {
  return destination.transport === 'grpc' ? createGrpcDelivery(destination, signal) : createHttpDelivery(destination);
}

/** Requests in protobuf that follow each other are one request when they are joined: their only field is repeated. */
function takeNext(queue: Item[]): Item | undefined {
  const [first] = queue;
  if (first === undefined) return undefined;
  let count = 1;
  let length = first.bytes.length;
  for (const next of first.encoding === 'protobuf' ? queue.slice(1) : []) {
    length += next.bytes.length;
    if (next.encoding !== 'protobuf' || length > MOST_JOINED) break;
    count++;
  }
  const items = queue.splice(0, count);
  if (items.length === 1) return first;
  const spans = items.reduce((sum, item) => sum + item.spans, 0);
  return { bytes: joinBytes(items.map(({ bytes }) => bytes)), encoding: first.encoding, spans };
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The other end may have said it: so much of it, and no second full stop. */
function toPhrase(reason: string): string {
  return reason.slice(0, MOST_REASON).replace(/[.\s]+$/, '');
}

/** Longer each time, and never the same for two programs; not before what the destination asked for. */
function pauseBefore(tries: number, wished: number | undefined): number {
  const own = Math.min(FIRST_PAUSE * 2 ** tries, LONGEST_PAUSE) * (0.8 + Math.random() * 0.4);
  return Math.max(own, Math.min(wished ?? 0, LONGEST_WISH));
}
