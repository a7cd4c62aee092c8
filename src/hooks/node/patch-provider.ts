/** Reaches every tracer of a provider by patching in place: programs compare, cast and flush their provider objects. */
import { reportFault } from './fault.ts';
import { isDictionary, isProvider } from './foreign.ts';
import { type LocateSpan, patchTracer } from './patch-tracer.ts';

const patched = new WeakSet<object>();

export function patchProvider(provider: unknown, locate: LocateSpan): void {
  if (!isDictionary(provider) || !isProvider(provider) || patched.has(provider)) return;
  patched.add(provider);
  patchKnownTracers(provider._tracers, locate);
  const getTracer = provider.getTracer;
  Object.defineProperty(provider, 'getTracer', {
    configurable: true,
    writable: true,
    value: function (this: unknown, ...args: readonly unknown[]): unknown {
      const tracer: unknown = Reflect.apply(getTracer, this, args);
      try {
        patchTracer(tracer, locate);
      } catch (fault) {
        reportFault(fault);
      }
      return tracer;
    },
  });
}

/** Tracers made before the hook saw the provider: those of an SDK that registers late, or of a running process. */
function patchKnownTracers(tracers: unknown, locate: LocateSpan): void {
  if (!(tracers instanceof Map)) return;
  for (const tracer of tracers.values()) patchTracer(tracer, locate);
}
