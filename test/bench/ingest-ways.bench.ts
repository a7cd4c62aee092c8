// G5 to G7: the other ways in, each beside the bare server of its protocol, asked by the same load generator in turn.
import { type DiscardKind, startDiscardServer } from './support/discard.ts';
import { type LoadKind, startLoadGenerator } from './support/load.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, ratioOf } from './support/ratio-of.ts';
import { bundleTelemetry, startTelemetry } from './support/telemetry-child.ts';

const ROUNDS = 15;
const MEMORY_LIMIT = 256 << 20;

interface Way {
  readonly goal: string;
  readonly what: string;
  readonly how: LoadKind;
  readonly beside: DiscardKind;
  /** A round takes some 150 ms: the loopback stalls for 200 ms now and then, and spoils no more than one of them. */
  readonly requests: number;
  readonly target: string;
}

const WAYS: readonly Way[] = [
  ...([
    {
      goal: 'G5',
      what: 'gzip ingest : HTTP and inflate only',
      how: 'gzip',
      beside: 'gzip',
      requests: 150,
      target: '>= 0.85',
    },
    {
      goal: 'G6',
      what: 'gRPC ingest : grpc-js with raw bytes',
      how: 'grpc',
      beside: 'grpc-js',
      requests: 200,
      target: '>= 2.5',
    },
    { goal: 'G6', what: 'gRPC ingest : bare http2', how: 'grpc', beside: 'http2', requests: 300, target: '>= 0.70' },
    {
      goal: 'G7',
      what: 'one-span requests : bare HTTP',
      how: 'one span',
      beside: 'http',
      requests: 4000,
      target: '>= 0.85',
    },
  ] as const),
];

using load = startLoadGenerator();
await using child = await startTelemetry(await bundleTelemetry(), { memoryLimit: MEMORY_LIMIT, folder: undefined });
for (const { goal, what, how, beside, requests, target } of WAYS) {
  using bare = await startDiscardServer(beside);
  const run = (port: number) => () => load.run({ port, requests, how });
  await load.run({ port: child.port, requests: 2 * requests, how });
  const ratio = await ratioOf(run(child.port), run(bare.port), ROUNDS);
  printProgress(`${what}: ${describeRatio(ratio)}`);
  printRow({ goal, what, ratio: ratio.median, unit: 'x', target });
}
