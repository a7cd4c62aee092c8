/** Instrumentations in whose spans the caller's frames say nothing, by the name of their scope. */

const CALLEE_SCOPE =
  /instrumentation-(?:express|router|koa|connect|hapi|fastify|restify|nestjs-core)$|^@fastify\/otel$/;
const INSTRUMENTATION = '@opentelemetry/instrumentation-';

/**
 * The span describes a function that a framework is about to call: the frames under it are those of the middleware
 * before, which called `next()`, never its own.
 */
export function isCalleeScope(scope: string): boolean {
  return CALLEE_SCOPE.test(scope);
}

/** At the start of a request only the server's frames are on the stack: its server spans need no look at it. */
export function isInstrumentation(scope: string): boolean {
  return scope.startsWith(INSTRUMENTATION);
}
