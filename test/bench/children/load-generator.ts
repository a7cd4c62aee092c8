// A child that sends requests of the shop as fast as they are answered, over kept connections on raw sockets, and
// says how many spans a second were taken. A process of its own: a client costs as much as the server.
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { loadGrpc } from '../support/grpc-load.ts';
import type { Load, LoadKind, LoadResult } from '../support/load.ts';
import { renewIds, toRenewable } from '../support/renew-ids.ts';
import { createOneSpanRequests, createShopRequests, SPANS_A_REQUEST } from '../support/shop-requests.ts';

/** Small requests wait for their answers most of the time. */
const CONNECTIONS = { http: 4, gzip: 4, 'one span': 32 };
const POOL = 64;
const ONE_SPAN_POOL = 2048;

interface Sent {
  readonly bytes: Uint8Array;
  readonly spans: number;
  readonly head: string;
}

const HEAD = 'POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\n';

let pass = 0;
let next = 0;

/** Gives requests that hold other spans each time. */
function renewing(requests: readonly Uint8Array[], spans: number, wrap = (bytes: Uint8Array) => bytes): () => Sent {
  const pool = requests.map(toRenewable);
  return () => {
    if (next % pool.length === 0) pass++;
    const request = pool[next++ % pool.length];
    if (request === undefined) throw new Error('no requests');
    renewIds(request, pass);
    return { bytes: wrap(request.bytes), spans, head: HEAD };
  };
}

function framed(bytes: Uint8Array): Uint8Array {
  const message = new Uint8Array(5 + bytes.length);
  new DataView(message.buffer).setUint32(1, bytes.length);
  message.set(bytes, 5);
  return message;
}

/** The same spans again and again: to compress them anew would cost more than all else. */
function compressed(): () => Sent {
  const pool = createShopRequests(POOL).map((bytes) => gzipSync(bytes));
  const head = `${HEAD}Content-Encoding: gzip\r\n`;
  return () => ({ bytes: pool[next++ % POOL] ?? new Uint8Array(0), spans: SPANS_A_REQUEST, head });
}

const MAKE: Readonly<Record<LoadKind, () => () => Sent>> = {
  http: () => renewing(createShopRequests(POOL), SPANS_A_REQUEST),
  gzip: compressed,
  'one span': () => renewing(createOneSpanRequests(ONE_SPAN_POOL), 1),
  grpc: () => renewing(createShopRequests(POOL), SPANS_A_REQUEST, framed),
};
const made = new Map<LoadKind, () => Sent>();

process.on('message', async (load: Load) => process.send?.(await run(load)));
process.on('disconnect', () => process.exit(0));

async function run({ port, requests, how = 'http' }: Load): Promise<LoadResult> {
  const give = made.get(how) ?? MAKE[how]();
  made.set(how, give);
  if (how === 'grpc') {
    const from = performance.now();
    const refused = await loadGrpc(port, requests, () => give().bytes);
    return { spansPerSecond: (requests * SPANS_A_REQUEST * 1000) / (performance.now() - from), refused };
  }
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS[how] }, () => open(port)));
  let left = requests;
  let spans = 0;
  const from = performance.now();
  const refused = await Promise.all(
    sockets.map(async (socket) => {
      let count = 0;
      while (left-- > 0) {
        const request = give();
        spans += request.spans;
        if (!(await post(socket, request))) count++;
      }
      return count;
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  for (const socket of sockets) socket.destroy();
  return { spansPerSecond: spans / seconds, refused: refused.reduce((sum, count) => sum + count, 0) };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
    socket.setNoDelay(true);
  });
}

/** Answers with whether the request was accepted. The answers of all servers have a length. */
function post(socket: Socket, { bytes, head: start }: Sent): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const hear = (chunk: Buffer): void => {
      answer += chunk.toString('latin1');
      const head = answer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const [, length = '0'] = /content-length: *(\d+)/i.exec(answer) ?? [];
      if (answer.length < head + 4 + Number(length)) return;
      socket.off('data', hear);
      socket.off('close', lose);
      resolve(answer.startsWith('HTTP/1.1 200'));
    };
    const lose = (): void => reject(new Error('the server closed the connection'));
    socket.on('data', hear);
    socket.on('close', lose);
    socket.cork();
    socket.write(`${start}Content-Length: ${bytes.length}\r\n\r\n`);
    socket.write(bytes);
    socket.uncork();
  });
}
