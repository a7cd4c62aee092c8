/** Handlers of @koa/router, from the layers that it leaves on Koa's context, of which the request itself knows nothing. */
import { type Dictionary, isDictionary } from './foreign.ts';
import { loadedModules } from './loaded-module.ts';

const CONTEXT_MODULE = /[\\/]node_modules[\\/]koa[\\/]lib[\\/]context\.js$/;

const matchedOf = new WeakMap<object, readonly unknown[]>();
let isWatching = false;

/** When a first request arrives its server is loaded. */
export function watchKoa(): void {
  if (isWatching) return;
  isWatching = true;
  for (const context of loadedModules(CONTEXT_MODULE)) {
    if (isDictionary(context)) watchContext(context);
  }
}

/** A setter on what all contexts inherit from, which leaves the property as it would have been. */
function watchContext(context: Dictionary): void {
  Object.defineProperty(context, 'matched', {
    configurable: true,
    get: () => undefined,
    set(this: Dictionary, value: unknown) {
      Object.defineProperty(this, 'matched', { value, writable: true, enumerable: true, configurable: true });
      const { req } = this;
      if (isDictionary(req) && Array.isArray(value)) matchedOf.set(req, value);
    },
  });
}

/** The last of the last layer that answers the method: those before it are middlewares. */
export function koaHandler(request: Dictionary): unknown {
  return layersOf(request).findLast(isRoute)?.stack.at(-1);
}

/** The `index`-th function under a path: each has a span with the path as its name. */
export function koaFunction(request: Dictionary, path: string, index: number): unknown {
  return layersOf(request)
    .filter((layer) => String(layer.path) === path)
    .flatMap(({ stack }) => stack)[index];
}

interface Layer {
  readonly path: unknown;
  readonly methods: readonly unknown[];
  readonly stack: readonly unknown[];
}

function isRoute({ methods }: Layer): boolean {
  return methods.length > 0;
}

/** Those that ran: routers match by path first. */
function layersOf(request: Dictionary): readonly Layer[] {
  const layers = (matchedOf.get(request) ?? []).filter(isLayer);
  return layers.filter((layer) => !isRoute(layer) || layer.methods.includes(request.method));
}

function isLayer(value: unknown): value is Layer {
  return isDictionary(value) && Array.isArray(value.methods) && Array.isArray(value.stack);
}
