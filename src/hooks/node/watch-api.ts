/** Watches the global through which every copy of @opentelemetry/api 1.x, bundled ones too, registers its provider. */
import { reportFault } from './fault.ts';
import { type Dictionary, isDictionary } from './foreign.ts';

const API = Symbol.for('opentelemetry.js.api.1');

export type OnProvider = (provider: unknown) => void;

/**
 * The global object is not created here: its `version` must be that of the API which registers first, or the API
 * refuses the program's own registration. So an accessor waits for it.
 */
export function watchApi(onProvider: OnProvider): void {
  const prototype = trapForTrace(onProvider);
  let api: unknown = Reflect.get(globalThis, API);
  if (api !== undefined) adopt(api, prototype, onProvider);
  Object.defineProperty(globalThis, API, {
    configurable: true,
    enumerable: true,
    get: () => api,
    set: (value: unknown) => {
      // The API assigns the same object again at each registration.
      const isNew = value !== api;
      api = value;
      if (isNew) adopt(value, prototype, onProvider);
    },
  });
}

/** The active context, as the program's own context manager sees it. */
export function activeContext(): unknown {
  const api: unknown = Reflect.get(globalThis, API);
  const manager = isDictionary(api) ? api.context : undefined;
  if (!isDictionary(manager) || typeof manager.active !== 'function') return undefined;
  return manager.active();
}

function adopt(api: unknown, prototype: object, onProvider: OnProvider): void {
  try {
    if (!isDictionary(api)) return;
    const trace = api.trace;
    Object.setPrototypeOf(api, prototype);
    if (trace !== undefined) watchTrace(trace, onProvider);
  } catch (fault) {
    reportFault(fault);
  }
}

/**
 * A prototype whose `trace` setter fires at registration and then leaves an own data property, so that reads stay fast
 * and the `delete` of `trace.disable()` arms the setter again.
 */
function trapForTrace(onProvider: OnProvider): object {
  return Object.create(Object.prototype, {
    trace: {
      configurable: true,
      get: () => undefined,
      set(this: Dictionary, value: unknown) {
        Object.defineProperty(this, 'trace', { value, writable: true, enumerable: true, configurable: true });
        watchTrace(value, onProvider);
      },
    },
  });
}

/** What registers is a proxy whose delegate, the SDK's provider, is set right after; a late hook finds it set. */
function watchTrace(trace: unknown, onProvider: OnProvider): void {
  try {
    if (!isDictionary(trace)) return;
    const setDelegate = trace.setDelegate;
    if (typeof setDelegate !== 'function') {
      onProvider(trace);
      return;
    }
    if (Object.hasOwn(trace, 'setDelegate')) return;
    Object.defineProperty(trace, 'setDelegate', {
      configurable: true,
      writable: true,
      value: function (this: unknown, ...args: readonly unknown[]): unknown {
        try {
          onProvider(args[0]);
        } catch (fault) {
          reportFault(fault);
        }
        return Reflect.apply(setDelegate, this, args);
      },
    });
    // Without a delegate the API answers its no-op provider: its spans do not record, so patching it costs little.
    const delegate = trace._delegate;
    if (delegate !== undefined) onProvider(delegate);
  } catch (fault) {
    reportFault(fault);
  }
}
