// What a plain JSON service on a loopback port needs around its one route, and a clean end when it is asked to stop.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { trace } from '@opentelemetry/api';
import { shutdown } from './telemetry';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export function listen(name: string, server: Server, port: number): void {
  server.on('error', (error: NodeJS.ErrnoException) => {
    console.error(
      error.code === 'EADDRINUSE'
        ? `${name}: port ${port} is taken. Stop the program that owns it, or choose another with ${name.toUpperCase()}_PORT.`
        : `${name}: ${error.message}`,
    );
    process.exit(1);
  });
  server.listen(port, '127.0.0.1', () => console.log(`${name}: listening on http://127.0.0.1:${port}`));

  const stop = async (): Promise<void> => {
    server.close();
    await shutdown().catch(() => undefined);
    process.exit(0);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

/** Whether the request is for this route. Node's own server knows no routes: its span has the method alone for a name, so we say more. */
export function isFor(method: string, path: string, request: IncomingMessage): boolean {
  if (request.method !== method || request.url !== path) return false;
  trace.getActiveSpan()?.updateName(`${method} ${path}`).setAttribute('http.route', path);
  return true;
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

export async function send(response: ServerResponse, reply: Promise<Reply>): Promise<void> {
  const { status, body } = await reply.catch((error: unknown) => ({ status: 500, body: { error: String(error) } }));
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
