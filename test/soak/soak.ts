// The receiver far past its memory, for minutes: spans as fast as they are answered, logs and metrics beside them, runs kept.
// A line each while: what it has, what it let go, how large it is. Fails where an answer is missing or a count does not add up.
//
//   soak.ts MINUTES
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLoadGenerator } from '../bench/support/load.ts';
import { bundleTelemetry, startTelemetry } from '../bench/support/telemetry-child.ts';
import { post } from '../support/http-client.ts';
import { toJsonBytes } from '../support/trace-request.ts';

const MEMORY_LIMIT = 256 << 20;
/** Of a round: some seconds. */
const REQUESTS = 4000;
const SPANS_A_REQUEST = 512;
const RECORDS = 200;
const JSON_TYPE = { 'content-type': 'application/json' };

const minutes = Number(process.argv[2] ?? 10);
const folder = await mkdtemp(join(tmpdir(), 'spanline-soak-'));
const body = { stringValue: 'a log record of some length '.repeat(10) };
const logs = toJsonBytes({
  resourceLogs: [{ scopeLogs: [{ logRecords: Array.from({ length: RECORDS }, () => ({ body })) }] }],
});
const dataPoints = Array.from({ length: RECORDS }, (_, i) => ({ timeUnixNano: '1', asInt: String(i) }));
const metrics = toJsonBytes({
  resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', sum: { dataPoints } }] }] }],
});

try {
  using load = startLoadGenerator();
  await using child = await startTelemetry(await bundleTelemetry(), { memoryLimit: MEMORY_LIMIT, folder });
  const sent = { spans: 0, logs: 0, points: 0 };
  const sizes: number[] = [];
  const from = performance.now();
  const end = from + minutes * 60_000;
  while (performance.now() < end) {
    await load.run({ port: child.port, requests: REQUESTS });
    sent.spans += REQUESTS * SPANS_A_REQUEST;
    for (const [path, request, what] of [
      ['/v1/logs', logs, 'logs'],
      ['/v1/metrics', metrics, 'points'],
    ] as const)
      for (let i = 0; i < 100; i++) {
        const { status } = await post(child.port, request, { path, headers: JSON_TYPE });
        if (status !== 200) throw new Error(`${path} was answered with ${status}`);
        sent[what] += RECORDS;
      }
    const summary = await child.store.summary();
    const taken = {
      spans: summary.spans + summary.evicted.spans,
      logs: summary.logs.count + summary.logs.evicted,
      points: summary.points.count + summary.points.evicted,
    };
    for (const what of ['spans', 'logs', 'points'] as const)
      if (taken[what] !== sent[what])
        throw new Error(`${sent[what]} ${what} were sent, ${taken[what]} are accounted for`);
    const size = residentOf(child.pid);
    sizes.push(size);
    process.stdout.write(
      `${((performance.now() - from) / 60_000).toFixed(1)} min: ${sent.spans} spans sent, ${summary.spans} here, ${summary.evicted.spans} evicted in ${summary.evicted.traces} traces; ${(summary.bytes / 2 ** 20).toFixed(0)} MiB of ${MEMORY_LIMIT >> 20}, ${size.toFixed(0)} resident\n`,
    );
  }
  // The first fifth is the way to the limit.
  const settled = sizes.slice(Math.floor(sizes.length / 5));
  const half = settled.length >> 1;
  const [before, after] = [mean(settled.slice(0, half)), mean(settled.slice(half))];
  process.stdout.write(
    `resident: ${before.toFixed(0)} MiB in the first half, ${after.toFixed(0)} in the second, ${Math.max(...sizes).toFixed(0)} at most\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** MiB; 0 where nobody says. */
function residentOf(pid: number): number {
  try {
    return Number(/VmRSS:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
