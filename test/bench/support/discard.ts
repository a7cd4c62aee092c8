// Starts the server that reads what it is sent and keeps nothing.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BENCH } from './places.ts';

export interface DiscardServer extends Disposable {
  readonly port: number;
}

export async function startDiscardServer(): Promise<DiscardServer> {
  const child = fork(join(BENCH, 'children', 'discard-server.ts'));
  const [port]: number[] = await once(child, 'message');
  return { port: port ?? 0, [Symbol.dispose]: () => child.disconnect() };
}
