// A typed event of one process: listeners are called in order, a throwing listener does not stop the others.

import { toDisposable } from './disposable.ts';

export type Listen<T> = (listener: (value: T) => void) => Disposable;

export interface Emitter<T> {
  readonly listen: Listen<T>;
  fire(value: T): void;
}

export function createEmitter<T>(onError: (error: unknown) => void = () => {}): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    listen(listener) {
      const entry = (value: T) => listener(value);
      listeners.add(entry);
      return toDisposable(() => listeners.delete(entry));
    },
    fire(value) {
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}
