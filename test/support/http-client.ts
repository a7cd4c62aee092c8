// Requests as exporters send them, and bytes on a bare socket as others do.

import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
  /** Default: loopback. */
  readonly host?: string;
  /** Sent with Transfer-Encoding: chunked, a chunk each. */
  readonly chunks?: readonly Uint8Array[];
}

export const PROTOBUF = { 'content-type': 'application/x-protobuf' };
export const JSON_TYPE = { 'content-type': 'application/json' };

export function post(port: number, body: Uint8Array, sent: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', path = '/v1/traces', headers = PROTOBUF, agent = new Agent(), chunks } = sent;
    const { host = '127.0.0.1' } = sent;
    const length = chunks ? {} : { 'content-length': String(body.length) };
    const outgoing = request({ host, port, method, path, agent, headers: { ...length, ...headers } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    for (const chunk of chunks ?? []) outgoing.write(chunk);
    outgoing.end(chunks ? undefined : body);
  });
}

export interface Talk extends Disposable {
  readonly socket: Socket;
  /** All that came back. */
  readonly text: () => string;
  /** Resolves when the other end has closed or reset the connection. */
  readonly closed: Promise<void>;
}

/** A connection that says what it is told to, and then waits. */
export async function talk(port: number, first: string | Uint8Array = ''): Promise<Talk> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (part) => {
    text += part.toString('latin1');
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  if (first.length > 0) socket.write(first);
  return { socket, text: () => text, closed, [Symbol.dispose]: () => socket.destroy() };
}

/** Sends until something comes back, the connection breaks or `total` bytes are sent; answers with what came back. */
export async function stream(
  port: number,
  head: string,
  wrap: (chunk: Buffer) => Buffer,
  total: number,
): Promise<string> {
  using talking = await talk(port, head);
  const { socket, text, closed } = talking;
  const chunk = wrap(Buffer.alloc(1 << 20));
  let over = false;
  void closed.then(() => {
    over = true;
  });
  for (let sent = 0; sent < total && !over && text() === ''; sent += chunk.length)
    if (!socket.write(chunk))
      await Promise.race([
        new Promise((resolve) => socket.once('drain', resolve)),
        closed,
        pause(5_000, undefined, { ref: false }),
      ]);
  await Promise.race([closed, pause(10_000, undefined, { ref: false })]);
  return text();
}
