/** Server spans, and those of frameworks within them: before one ends, it takes the place of the function that it is of. */
import { expressHandler, expressMiddleware } from './express-route.ts';
import { fastifyHandler, watchFastify } from './fastify-route.ts';
import { type Dictionary, type ForeignSpan, isDictionary, isSpan } from './foreign.ts';
import type { Location } from './frame-location.ts';
import { functionLocation, handlerLocation } from './function-location.ts';
import { type HttpRequest, takeHttpRequest, watchHttpRequests } from './http-request.ts';
import { koaFunction, koaHandler, watchKoa } from './koa-route.ts';
import { watchSpanBeforeEnd } from './watch-span-end.ts';
import { hasOwnLocation, isDonated, type Origin, replaceLocation } from './write-location.ts';

interface RequestSpan {
  readonly http: HttpRequest;
  readonly callee: Callee;
}

type Callee =
  | { readonly kind: 'server' | 'handler' | 'unknown' }
  | { readonly kind: 'middleware'; readonly name: string }
  | { readonly kind: 'layer'; readonly path: string; readonly index: number };

const requestSpans = new WeakMap<object, RequestSpan>();
/** How many spans of a path Koa's router has started for a request. */
const layersSeen = new WeakMap<object, Map<string, number>>();

/** Before the program's servers are created. */
export function watchRequests(): void {
  watchHttpRequests();
  watchFastify();
}

export function addServerSpan(span: ForeignSpan): void {
  const http = takeHttpRequest();
  if (http === undefined) return;
  watchKoa();
  add(span, { http, callee: { kind: 'server' } });
}

/** One of an instrumentation of a framework, for a function that the framework is about to call. */
export function addCalleeSpan(span: ForeignSpan, parent: object | undefined, options: unknown): void {
  const http = parent && requestSpans.get(parent)?.http;
  const attributes = isDictionary(options) ? options.attributes : undefined;
  if (http === undefined) return;
  add(span, { http, callee: isDictionary(attributes) ? calleeOf(attributes, http.request) : { kind: 'unknown' } });
}

function add(span: ForeignSpan, added: RequestSpan): void {
  requestSpans.set(span, added);
  watchSpanBeforeEnd(span, complete);
}

function calleeOf(attributes: Dictionary, request: Dictionary): Callee {
  const type = attributes['express.type'] ?? attributes['router.type'];
  const name = attributes['express.name'] ?? attributes['router.name'];
  if (type === 'middleware' && typeof name === 'string') return { kind: 'middleware', name };
  const path = attributes['koa.name'];
  if (attributes['koa.type'] === 'router' && typeof path === 'string') return layerOf(path, request);
  const isHandler =
    type === 'request_handler' ||
    attributes['nestjs.type'] !== undefined ||
    attributes['fastify.root'] !== undefined ||
    /^request.handler$/.test(String(attributes['fastify.type']));
  return { kind: isHandler ? 'handler' : 'unknown' };
}

function layerOf(path: string, request: Dictionary): Callee {
  const seen = layersSeen.get(request) ?? new Map<string, number>();
  layersSeen.set(request, seen);
  const index = seen.get(path) ?? 0;
  seen.set(path, index + 1);
  return { kind: 'layer', path, index };
}

/** Late, as a route is found, and its handler known to V8, only when it ran. */
function complete(span: unknown): void {
  const state = isDictionary(span) ? requestSpans.get(span) : undefined;
  if (state === undefined || !isSpan(span) || !span.isRecording() || hasOwnLocation(span)) return;
  const [location, origin] = locate(state);
  if (location !== undefined) replaceLocation(span, location, origin);
  else if (state.callee.kind === 'server' && !isDonated(span)) completeByListener(span, state.http);
}

function locate({ http: { request }, callee }: RequestSpan): readonly [Location | undefined, Origin] {
  switch (callee.kind) {
    case 'server':
    case 'handler':
      return [locationOf(expressHandler(request) ?? fastifyHandler(request) ?? koaHandler(request)), 'handler'];
    case 'middleware':
      return [locationOf(expressMiddleware(request, callee.name), functionLocation), 'callee'];
    case 'layer':
      return [locationOf(koaFunction(request, callee.path, callee.index)), 'callee'];
    case 'unknown':
      return [undefined, 'callee'];
  }
}

/** A middleware of a package may hold a function of the user's, yet is none; a handler that does was made of it. */
function locationOf(handler: unknown, find = handlerLocation): Location | undefined {
  return typeof handler === 'function' ? find(handler) : undefined;
}

/** A server without a framework calls the user's own listener. */
function completeByListener(span: ForeignSpan, { server }: HttpRequest): void {
  const listeners: unknown =
    isDictionary(server) && typeof server.listeners === 'function' ? server.listeners('request') : undefined;
  if (!Array.isArray(listeners) || listeners.length !== 1 || typeof listeners[0] !== 'function') return;
  const location = functionLocation(listeners[0]);
  if (location !== undefined) replaceLocation(span, location, 'handler');
}
