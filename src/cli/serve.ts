// spanline serve: the receiver alone, until it is asked to end.

import { reasonOf } from '../base/reason-of.ts';
import { openOutFile } from './out-file.ts';
import { receive } from './receive.ts';
import { summarize } from './summary.ts';

export interface ServeOptions {
  readonly port: number;
  readonly out: string | undefined;
  readonly withSecrets: boolean;
  readonly json: boolean;
}

/** Answers with the exit code. */
export async function serve({ port, out: path, withSecrets, json }: ServeOptions): Promise<number> {
  using out = path === undefined ? undefined : openOutFile(path, withSecrets);
  // Before it says that it is ready: who hears that may end it at once.
  const asked = toldToEnd();
  const receiving = await receive({ port, spool: undefined, out }).catch((error: unknown) => {
    throw new Error(sayTaken(error, port));
  });
  const address = `127.0.0.1:${receiving.port}`;
  const addresses = { port: receiving.port, http: `http://${address}`, grpc: `http://${address}` };
  process.stdout.on('error', () => {});
  if (json) process.stdout.write(`${JSON.stringify(addresses)}\n`);
  else process.stdout.write(`Receiving OTLP over HTTP and gRPC at ${addresses.http}. Ctrl-C ends it.\n`);
  await asked;
  await receiving.end();
  process.stderr.write(summarize(receiving, out, path));
  return out?.trouble === undefined ? 0 : 1;
}

function toldToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        resolve();
        // Whoever asks again does not want to wait.
        process.once(signal, () => process.exit(1));
      });
    }
  });
}

function sayTaken(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `port ${port} is taken by another program: end that, or name another port (--port 0 takes any)`;
  return reasonOf(error);
}
