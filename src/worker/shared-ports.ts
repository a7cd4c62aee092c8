// The ports that are registered for OTLP, which one window has at a time: taken when nobody listens there, and as soon as nobody
// does any more. Whoever else listens is left alone.

import { connect } from 'node:net';
import type { SharedPort } from '../protocol/telemetry-api.ts';
import type { Receiver } from '../receiver/receiver.ts';
import type { Windows } from './windows.ts';

/** Milliseconds between two looks at a port that another has. */
const LOOK_AGAIN = 1_000;

export interface SharedPorts extends AsyncDisposable {
  /** From now on these and no others; answers with how each stands after the first try. */
  take(ports: readonly number[]): Promise<readonly SharedPort[]>;
}

export interface SharedPortsParts {
  readonly windows: Windows;
  readonly listen: (port: number) => Promise<Receiver>;
  /** The ports that are ours have changed. */
  readonly onChange: (ours: readonly number[]) => void;
}

export function createSharedPorts({ windows, listen, onChange }: SharedPortsParts): SharedPorts {
  const receivers = new Map<number, Receiver>();
  let wanted: readonly number[] = [];
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<unknown> = Promise.resolve();

  const tryOne = async (port: number): Promise<boolean> => {
    if (receivers.has(port) || !wanted.includes(port)) return receivers.has(port);
    // On some systems a port can be had on one address though another program has it on all of them.
    if (await answers(port)) return false;
    try {
      receivers.set(port, await listen(port));
    } catch {
      return false;
    }
    return true;
  };
  const tryAll = async (): Promise<void> => {
    const before = receivers.size;
    for (const port of wanted) await tryOne(port);
    if (receivers.size !== before) onChange([...receivers.keys()]);
    clearTimeout(timer);
    if (wanted.some((port) => !receivers.has(port))) timer = setTimeout(() => void enqueue(tryAll), LOOK_AGAIN).unref();
  };
  const letGo = async (): Promise<void> => {
    const left = [...receivers].filter(([port]) => !wanted.includes(port));
    for (const [port, receiver] of left) {
      receivers.delete(port);
      await receiver[Symbol.asyncDispose]();
    }
    if (left.length > 0) onChange([...receivers.keys()]);
  };
  const enqueue = (task: () => Promise<void>): Promise<void> => {
    const next = work.then(task);
    work = next.catch(() => {});
    return next;
  };
  return {
    async take(ports) {
      wanted = ports;
      await enqueue(letGo);
      await enqueue(tryAll);
      const others = (await windows.others()).flatMap(({ shared }) => shared);
      return ports.map((port) => ({
        port,
        owner: receivers.has(port) ? 'this window' : others.includes(port) ? 'another window' : 'another program',
      }));
    },
    async [Symbol.asyncDispose]() {
      wanted = [];
      clearTimeout(timer);
      await enqueue(letGo);
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: LOOK_AGAIN / 2 });
    const end = (isAnswered: boolean) => {
      socket.destroy();
      resolve(isAnswered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(true));
  });
}
