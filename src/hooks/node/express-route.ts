/** Handlers and middlewares of Express, and of all that route with its `router`, from what they leave on the request. */
import { type Dictionary, isDictionary } from './foreign.ts';

/** An error handler takes one argument more than a handler does. */
const HANDLER_ARGUMENTS = 3;
const MOST_LAYERS = 2_000;

/** The last of the matched route: those before it are middlewares of the route. */
export function expressHandler(request: Dictionary): unknown {
  const { route } = request;
  const stack = isDictionary(route) ? route.stack : undefined;
  if (!Array.isArray(stack)) return undefined;
  const method = String(request.method).toLowerCase();
  return stack.map((layer) => handleOf(layer, method)).findLast((handle) => handle !== undefined);
}

function handleOf(layer: unknown, method: string): CallableFunction | undefined {
  if (!isDictionary(layer)) return undefined;
  const { handle } = layer;
  const answers =
    layer.method === undefined || layer.method === method || (method === 'head' && layer.method === 'get');
  return answers && typeof handle === 'function' && handle.length <= HANDLER_ARGUMENTS ? handle : undefined;
}

/** By its name, as that is all which its span tells; undefined where two have it. */
export function expressMiddleware(request: Dictionary, name: string): unknown {
  const { app } = request;
  if (typeof app !== 'function') return undefined;
  // The older name first: reading the newer one throws in Express 4.
  const layers = layersOf(Reflect.get(app, '_router') ?? Reflect.get(app, 'router'), []);
  const named = layers.filter((layer) => layer.name === name).map((layer) => layer.handle);
  const [only, ...others] = new Set(named);
  return others.length === 0 ? only : undefined;
}

/** Those of a router, of its routes and of the routers in it. */
function layersOf(routing: unknown, found: Dictionary[]): readonly Dictionary[] {
  const stack: unknown =
    typeof routing === 'function' || isDictionary(routing) ? Reflect.get(routing, 'stack') : undefined;
  if (!Array.isArray(stack)) return found;
  for (const layer of stack) {
    if (!isDictionary(layer) || found.length >= MOST_LAYERS) continue;
    found.push(layer);
    layersOf(layer.route, found);
    layersOf(layer.handle, found);
  }
  return found;
}
