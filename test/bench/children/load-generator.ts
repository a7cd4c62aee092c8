// A child that sends requests of the shop as fast as they are answered, over kept connections on raw sockets, and
// says how many spans a second were taken. A process of its own: a client costs as much as the server.
import { connect, type Socket } from 'node:net';
import type { Load, LoadResult } from '../support/load.ts';
import { renewIds, toRenewable } from '../support/renew-ids.ts';
import { createShopRequests, SPANS_A_REQUEST } from '../support/shop-requests.ts';

const CONNECTIONS = 4;
const POOL = 64;

const pool = createShopRequests(POOL).map(toRenewable);
let pass = 0;
let next = 0;

process.on('message', async (load: Load) => process.send?.(await run(load)));
process.on('disconnect', () => process.exit(0));

async function run({ port, requests }: Load): Promise<LoadResult> {
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => open(port)));
  let left = requests;
  const from = performance.now();
  const refused = await Promise.all(
    sockets.map(async (socket) => {
      let count = 0;
      while (left-- > 0) if (!(await post(socket))) count++;
      return count;
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  for (const socket of sockets) socket.destroy();
  return {
    spansPerSecond: (requests * SPANS_A_REQUEST) / seconds,
    refused: refused.reduce((sum, count) => sum + count, 0),
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
    socket.setNoDelay(true);
  });
}

/** Sends the next request; answers with whether it was accepted. The answers of both servers have a length. */
function post(socket: Socket): Promise<boolean> {
  if (next % POOL === 0) pass++;
  const request = pool[next++ % POOL];
  if (request === undefined) throw new Error('no requests');
  renewIds(request, pass);
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
    socket.write(
      `POST /v1/traces HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-protobuf\r\nContent-Length: ${request.bytes.length}\r\n\r\n`,
    );
    socket.write(request.bytes);
    socket.uncork();
  });
}
