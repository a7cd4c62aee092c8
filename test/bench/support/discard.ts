// Starts the server that reads what it is sent and keeps nothing.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { BENCH } from './places.ts';

export interface DiscardServer extends Disposable {
  readonly port: number;
}

/** `http`: reads the body; `gzip`: inflates it too; `grpc-js`: that library, handing over raw bytes; `http2`: its streams alone. */
export type DiscardKind = 'http' | 'gzip' | 'grpc-js' | 'http2';

export async function startDiscardServer(kind: DiscardKind = 'http'): Promise<DiscardServer> {
  const child = fork(join(BENCH, 'children', 'discard-server.ts'), [kind]);
  const [port]: number[] = await once(child, 'message');
  return { port: port ?? 0, [Symbol.dispose]: () => child.disconnect() };
}
