/** Instrumentations in whose spans the caller's frames say nothing, by the name of their scope. */
import { isDictionary } from './foreign.ts';

const CALLEE_SCOPE =
  /instrumentation-(?:express|router|koa|connect|hapi|fastify|restify|nestjs-core)$|^@fastify\/otel$/;
const HTTP_SERVER = /^@opentelemetry\/instrumentation-http$|^@fastify\/otel$/;
const INSTRUMENTATION = /^@opentelemetry\/instrumentation-|^@fastify\/otel$/;

/**
 * The span describes a function that a framework is about to call: the frames under it are those of the middleware
 * before, which called `next()`, never its own.
 */
export function isCalleeScope(scope: string): boolean {
  return CALLEE_SCOPE.test(scope);
}

/** Whose server spans are of requests that Node's HTTP server has taken, unlike those of gRPC. */
export function isHttpServer(scope: string): boolean {
  return HTTP_SERVER.test(scope);
}

/** At the start of a request only the server's frames are on the stack: its server spans need no look at it. */
export function isInstrumentation(scope: string): boolean {
  return INSTRUMENTATION.test(scope);
}

/** The one exception: the creation of a Nest application is asked for by the user's own line. */
export function isMadeByCaller(options: unknown): boolean {
  const attributes = isDictionary(options) ? options.attributes : undefined;
  return isDictionary(attributes) && attributes['nestjs.type'] === 'app_creation';
}
