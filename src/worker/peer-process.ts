// Which process of this machine is at the other end of a connection, where the system tells.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSocketTable } from '../model/socket-table.ts';

/** `port`: that of the peer; `own`: ours. Undefined on other systems than Linux, and for processes of other users. */
export async function peerProcess(port: number, own: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const row = tables
    .flatMap(parseSocketTable)
    .find(({ localPort, remotePort }) => localPort === port && remotePort === own);
  if (row === undefined) return undefined;
  // The newest first: it is most often one that has just been started.
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger).reverse();
  for (const pid of pids) if (await hasOpen(pid, row.name)) return pid;
  return undefined;
}

async function hasOpen(pid: number, name: string): Promise<boolean> {
  const folder = join('/proc', String(pid), 'fd');
  const open = await readdir(folder).catch(() => []);
  const targets = await Promise.all(open.map((fd) => readlink(join(folder, fd)).catch(() => '')));
  return targets.includes(name);
}
