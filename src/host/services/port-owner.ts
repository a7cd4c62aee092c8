// Who listens on a port of this machine, as far as that can be told cheaply.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { PortFacts } from '../../doctor/facts.ts';
import { parseSocketTable } from '../../model/socket-table.ts';

const CONNECT_MILLISECONDS = 500;

export async function portOwner(port: number): Promise<PortFacts> {
  if (process.platform !== 'linux') return { port, owner: (await answers(port)) ? undefined : 'nobody' };
  const sockets = await listeningSockets(port);
  return sockets.length === 0 ? { port, owner: 'nobody' } : { port, owner: undefined, ...(await ownerOf(sockets)) };
}

async function listeningSockets(port: number): Promise<readonly string[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  return tables
    .flatMap(parseSocketTable)
    .filter(({ isListening, localPort }) => isListening && localPort === port)
    .map(({ name }) => name);
}

/** Undefined for the sockets of other users. */
async function ownerOf(sockets: readonly string[]): Promise<Pick<PortFacts, 'owner' | 'pid'> | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const folder = join('/proc', pid, 'fd');
    for (const fd of await readdir(folder).catch(() => [])) {
      const target = await readlink(join(folder, fd)).catch(() => '');
      if (!sockets.includes(target)) continue;
      const name = (await readFile(join('/proc', pid, 'comm'), 'utf8').catch(() => 'a process')).trim();
      return { owner: `${name} (process ${pid})`, pid: Number(pid) };
    }
  }
  return undefined;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: CONNECT_MILLISECONDS });
    const end = (isAnswered: boolean) => {
      socket.destroy();
      resolve(isAnswered);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(true));
  });
}
