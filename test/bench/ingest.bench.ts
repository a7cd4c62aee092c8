// G3, and G4 with the run log: requests into the store over HTTP, beside a node:http server that reads them and keeps
// nothing. Both are asked by the same load generator in turn: its cost, and that of the sockets, is in both.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDiscardServer } from './support/discard.ts';
import { startLoadGenerator } from './support/load.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, ratioOf } from './support/ratio-of.ts';
import { bundleTelemetry, startTelemetry, type TelemetryChild } from './support/telemetry-child.ts';

const ROUNDS = 15;
/** A round takes some 150 ms: the loopback stalls for 200 ms now and then, and spoils no more than one of them. */
const REQUESTS = 400;
const MEMORY_LIMIT = 256 << 20;

using load = startLoadGenerator();
using discard = await startDiscardServer();
const bundle = await bundleTelemetry();
const folder = await mkdtemp(join(tmpdir(), 'spanline-bench-'));
try {
  await using plain = await startTelemetry(bundle, { memoryLimit: MEMORY_LIMIT, folder: undefined });
  await using logged = await startTelemetry(bundle, { memoryLimit: MEMORY_LIMIT, folder });
  await compare('G3', 'HTTP ingest, columns and bytes in memory', plain, '>= 0.60');
  await compare('G4', 'the same with the run log', logged, '>= 0.40');
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compare(goal: string, what: string, child: TelemetryChild, target: string): Promise<void> {
  // The store is full in all rounds, as it is after a while in every session: it takes in the new and lets go of the old.
  const fill = async (): Promise<number> => load.run({ port: child.port, requests: 4 * REQUESTS });
  await fill();
  const before = await child.received();
  const ratio = await ratioOf(
    () => load.run({ port: child.port, requests: REQUESTS }),
    () => load.run({ port: discard.port, requests: REQUESTS }),
    ROUNDS,
  );
  const taken = (await child.received()) - before;
  if (taken !== (ROUNDS + 1) * REQUESTS * 512) throw new Error(`${taken} spans were taken in`);
  printProgress(`${what}: ${describeRatio(ratio)}`);
  printRow({ goal, what: `${what} : a server that discards`, ratio: ratio.median, unit: 'x', target });
}
