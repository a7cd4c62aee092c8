// G9: how late the event loop of who has forked the child is while that takes in all it can, beside that of an idle process in
// the same seconds: other work on the machine is in both.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { startLoadGenerator } from './support/load.ts';
import { BENCH } from './support/places.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, toRatio } from './support/ratio-of.ts';
import { bundleTelemetry } from './support/telemetry-child.ts';

const ROUNDS = 7;
const SECONDS = 3;

using load = startLoadGenerator();
const script = await bundleTelemetry();
const host = fork(join(BENCH, 'children', 'lagging-host.ts'), [script]);
const idle = fork(join(BENCH, 'children', 'lagging-host.ts'));
const [port]: number[] = await once(host, 'message');
await once(idle, 'message');

const lags: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const heard = [host, idle].map(async (process) => {
    process.send(SECONDS * 1000);
    const [lag]: number[] = await once(process, 'message');
    return lag ?? Number.NaN;
  });
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) await load.run({ port: port ?? 0, requests: 200 });
  const [ours = Number.NaN, control = Number.NaN] = await Promise.all(heard);
  if (round > 0) lags.push(ours - control);
}
host.disconnect();
idle.disconnect();
const lag = toRatio(lags);
printProgress(`lag: ${describeRatio(lag)} ms`);
printRow({
  goal: 'G9',
  what: "lag of the host's event loop, p99, while the child is saturated, minus an idle process's",
  ratio: lag.median,
  unit: 'ms',
  target: '<= 1',
});
