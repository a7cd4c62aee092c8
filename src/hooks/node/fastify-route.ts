/** Handlers of Fastify: its requests know their routes, and Node's request is told apart when they take it. */
import { channel } from 'node:diagnostics_channel';
import { type Dictionary, isDictionary } from './foreign.ts';

/** Held, as older Nodes forget a channel with its subscribers when nothing else does. */
const created = channel('fastify.initialization');

const requestOf = new WeakMap<object, Dictionary>();
const watched = new WeakSet<object>();
let isWatching = false;

/**
 * Fastify has a channel that tells of each call of a handler. With a subscriber it calls handlers in another way, which
 * shows in the stacks that a program prints; so its requests are watched instead.
 */
export function watchFastify(): void {
  if (isWatching) return;
  isWatching = true;
  created.subscribe((message) => {
    const server = isDictionary(message) ? message.fastify : undefined;
    if (!isDictionary(server)) return;
    const key = Object.getOwnPropertySymbols(server).find(({ description }) => description === 'fastify.Request');
    const request = key === undefined ? undefined : server[key];
    const prototype = typeof request === 'function' ? rootOf(request.prototype) : undefined;
    if (prototype !== undefined && !watched.has(prototype)) watchRequests(prototype);
  });
}

/** What the requests of all servers and plugins inherit from; some routes use it as it is. */
function rootOf(prototype: unknown): Dictionary | undefined {
  let root: Dictionary | undefined;
  for (let next = prototype; isDictionary(next) && next !== Object.prototype; next = Object.getPrototypeOf(next))
    root = next;
  return root;
}

/** The setter leaves the property as it would have been. */
function watchRequests(prototype: Dictionary): void {
  watched.add(prototype);
  Object.defineProperty(prototype, 'raw', {
    configurable: true,
    get: () => undefined,
    set(this: Dictionary, value: unknown) {
      Object.defineProperty(this, 'raw', { value, writable: true, enumerable: true, configurable: true });
      if (isDictionary(value)) requestOf.set(value, this);
    },
  });
}

export function fastifyHandler(request: Dictionary): unknown {
  const own = requestOf.get(request);
  if (own === undefined || own.is404 === true) return undefined;
  const options = own.routeOptions;
  return isDictionary(options) ? options.handler : undefined;
}
