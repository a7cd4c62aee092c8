/**
 * Offers the SDK to all copies of @opentelemetry/api in the program, and gives way when the program registers one.
 *
 * The copies share a global object: they read it when its version is no older than theirs, and register into it when it
 * is exactly theirs. Each access begins with a read of the global; a registration goes on with an assignment to it. So
 * readers are shown the SDK under a version that all accept, and a registration an empty object of its own version.
 */
import { reportFault } from '../node/fault.ts';
import type { Dictionary } from '../node/foreign.ts';
import { registrarVersion } from './registrar-version.ts';

const API = Symbol.for('opentelemetry.js.api.1');
const NEWER_THAN_ALL = '1.99.0';

export interface Offer {
  readonly trace: unknown;
  readonly context: unknown;
  readonly propagation: unknown;
}

/** `onTaken` is called once, before the program's own registration is done. Answers with what withdraws it. */
export function offerApi(offer: Offer, onTaken: () => void): () => void {
  let isRegistering = false;
  let isTaken = false;
  const shown: Dictionary = { version: NEWER_THAN_ALL };
  const names = Object.keys(offer);

  const take = () => {
    if (isTaken) return;
    isTaken = true;
    for (const name of names) delete shown[name];
    Reflect.defineProperty(globalThis, API, before);
    try {
      onTaken();
    } catch (fault) {
      reportFault(fault);
    }
  };
  for (const [name, part] of Object.entries(offer)) {
    Object.defineProperty(shown, name, {
      configurable: true,
      enumerable: true,
      get: () => (isRegistering ? undefined : part),
      set: (value: unknown) => {
        take();
        shown[name] = value;
      },
    });
  }
  // The call-site hook watches the global: it learns of the provider here, and of the program's by what is put back.
  Reflect.set(globalThis, API, shown);
  const before = Reflect.getOwnPropertyDescriptor(globalThis, API) ?? {};

  const set = (value: unknown): void => {
    if (value !== shown) {
      take();
      Reflect.set(globalThis, API, value);
      return;
    }
    isRegistering = true;
    shown.version = registrarVersion(set) ?? shown.version;
  };
  Object.defineProperty(globalThis, API, {
    configurable: true,
    enumerable: true,
    get: () => {
      isRegistering = false;
      return shown;
    },
    set,
  });
  return () => {
    take();
    // Nothing of the program's is in it: a registration to come must find no version but its own.
    if (shown.version === NEWER_THAN_ALL) Reflect.set(globalThis, API, undefined);
  };
}
