// One RPC for every seam: worker to host, host to webview. A contract is one interface of async methods; nothing here
// knows what is being said, so that a relay passes frames unread.

import { reasonOf } from '../base/reason-of.ts';

/** What crosses the wire. Structured-clone data only. */
export type Frame =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'value'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly message: string };

/** The two verbs that every transport has: a child process, a webview, a pair of arrays in a test. */
export interface Wire {
  send(frame: Frame): void;
  receive(listener: (frame: Frame) => void): Disposable;
}

export type Contract<C> = { readonly [M in keyof C]: (...args: never[]) => Promise<unknown> };

/** The caller's view of a contract: the same methods, each also taking an `AbortSignal` last. */
export type Remote<C> = {
  readonly [M in keyof C]: C[M] extends (...args: infer A) => Promise<infer R>
    ? (...args: [...A, signal?: AbortSignal]) => Promise<R>
    : never;
};

/** A caller of `C` over the wire. Disposal rejects what is pending. */
export function connect<C extends Contract<C>>(wire: Wire): Remote<C> & Disposable {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let nextId = 0;
  let closed = false;
  const listening = wire.receive((frame) => {
    if (frame.type !== 'value' && frame.type !== 'error') return;
    const call = pending.get(frame.id);
    pending.delete(frame.id);
    if (frame.type === 'value') call?.resolve(frame.value);
    else call?.reject(new Error(frame.message));
  });
  const call = (method: string, args: readonly unknown[]): Promise<unknown> => {
    const last = args.at(-1);
    const signal = last instanceof AbortSignal ? last : undefined;
    if (closed) return Promise.reject(new Error('disconnected'));
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = nextId++;
    return new Promise((resolve, reject) => {
      const abort = () => {
        if (!pending.delete(id)) return;
        wire.send({ type: 'cancel', id });
        reject(signal?.reason);
      };
      const settled = (settle: (value: unknown) => void) => (value: unknown) => {
        signal?.removeEventListener('abort', abort);
        settle(value);
      };
      pending.set(id, { resolve: settled(resolve), reject: settled(reject) });
      signal?.addEventListener('abort', abort, { once: true });
      wire.send({ type: 'call', id, method, args: signal ? args.slice(0, -1) : args });
    });
  };
  const dispose = () => {
    closed = true;
    listening[Symbol.dispose]();
    const left = [...pending.values()];
    pending.clear();
    for (const { reject } of left) reject(new Error('disconnected'));
  };
  // A proxy has no static shape: its type is the contract by construction.
  return new Proxy(Object.create(null) as Remote<C> & Disposable, {
    get: (_, key) =>
      // A proxy that had a `then` would be called by whoever awaits it.
      typeof key === 'string' && key !== 'then'
        ? (...args: unknown[]) => call(key, args)
        : key === Symbol.dispose
          ? dispose
          : undefined,
  });
}

/** Answers calls with `impl`. A call's signal is aborted when its caller gives up or the server is disposed. */
export function serve<C extends Contract<C>>(wire: Wire, impl: Remote<C>): Disposable {
  const running = new Map<number, AbortController>();
  const answer = async (id: number, method: string, args: readonly unknown[]) => {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      const target: unknown = Object.hasOwn(impl, method) ? Reflect.get(impl, method) : undefined;
      if (typeof target !== 'function') throw new Error(`no method ${method}`);
      const value: unknown = await Reflect.apply(target, impl, [...args, abort.signal]);
      if (!abort.signal.aborted) wire.send({ type: 'value', id, value });
    } catch (error) {
      if (!abort.signal.aborted) wire.send({ type: 'error', id, message: reasonOf(error) });
    } finally {
      running.delete(id);
    }
  };
  const listening = wire.receive((frame) => {
    if (frame.type === 'cancel') running.get(frame.id)?.abort(new Error('cancelled'));
    else if (frame.type === 'call') void answer(frame.id, frame.method, frame.args);
  });
  return {
    [Symbol.dispose]() {
      listening[Symbol.dispose]();
      for (const abort of running.values()) abort.abort(new Error('disconnected'));
      running.clear();
    },
  };
}
