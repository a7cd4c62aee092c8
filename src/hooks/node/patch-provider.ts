/** Reaches every tracer of a provider by patching in place: programs compare, cast and flush their provider objects. */
import { reportFault } from './fault.ts';
import { isDictionary, isProvider } from './foreign.ts';
import { patchTracer, type SpanStarts } from './patch-tracer.ts';

const patched = new WeakSet<object>();

export function patchProvider(provider: unknown, starts: SpanStarts): void {
  if (!isDictionary(provider) || !isProvider(provider) || patched.has(provider)) return;
  patched.add(provider);
  patchKnownTracers(provider._tracers, starts);
  const getTracer = provider.getTracer;
  Object.defineProperty(provider, 'getTracer', {
    configurable: true,
    writable: true,
    value: function (this: unknown, ...args: readonly unknown[]): unknown {
      const tracer: unknown = Reflect.apply(getTracer, this, args);
      try {
        patchTracer(tracer, starts);
      } catch (fault) {
        reportFault(fault);
      }
      return tracer;
    },
  });
}

/** Tracers made before the hook saw the provider: those of an SDK that registers late, or of a running process. */
function patchKnownTracers(tracers: unknown, starts: SpanStarts): void {
  if (!(tracers instanceof Map)) return;
  for (const tracer of tracers.values()) patchTracer(tracer, starts);
}
