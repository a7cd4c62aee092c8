/**
 * What capture adds to the CPU of an HTTP service under load. One with an SDK of its own, which exports to a server that
 * discards, beside the same under the hook and its spool, exporting as often as a launch asks for; and one without tracing
 * beside the same under the SDK that zero-code brings, and its own spans. Asked in turn; a request has 4 spans, or 3.
 */
import { bundleHook, bundleNodeSdk } from '../process/hooks-node/bundle.ts';
import { createStage as createSdkStage } from '../process/hooks-node/stage.ts';
import { createStage } from '../process/zero-code-node/stage.ts';
import { startDiscardServer } from './support/discard.ts';
import { type HttpService, type Load, startService } from './support/http-service.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, toRatio } from './support/ratio-of.ts';
import { createSpoolFolder, type SpoolFolder } from './support/spool-folder.ts';

/** Many and short, as other work on the machine comes and goes. */
const ROUNDS = 31;
const LOADS: readonly (readonly [string, Load])[] = [
  ['at 200 requests a second', { requests: 100, perSecond: 200 }],
  ['as busy as it can be', { requests: 400, atATime: 16 }],
];

const hook = await bundleHook();
const nodeSdk = await bundleNodeSdk();
using discard = await startDiscardServer();
const endpoint = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${discard.port}/v1/traces` };
const asLaunched = { ...endpoint, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf', OTEL_BSP_SCHEDULE_DELAY: '100' };
{
  await using stage = await createSdkStage('frameworks-3');
  await using spool = await createSpoolFolder();
  const service = { folder: stage.folder, isTraced: true };
  using plain = await startService({ ...service, hooks: [], env: endpoint });
  using captured = await startService({
    ...service,
    hooks: [hook],
    env: { ...asLaunched, SPANLINE_SPOOL: spool.path },
  });
  await compare('the hook and its spool, to a service with an SDK', plain, captured, spool);
}
{
  await using stage = await createStage();
  await using spool = await createSpoolFolder();
  const service = { folder: stage.folder, isTraced: false };
  using plain = await startService({ ...service, hooks: [], env: {} });
  using captured = await startService({
    ...service,
    hooks: [hook, nodeSdk],
    env: { ...asLaunched, SPANLINE_SPOOL: spool.path },
  });
  await compare('zero-code, to a service without tracing', plain, captured, spool);
}

async function compare(what: string, plain: HttpService, captured: HttpService, spool: SpoolFolder): Promise<void> {
  for (const [when, load] of LOADS) {
    const added: number[] = [];
    const micros: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const without = await plain.run(load);
      const withCapture = await captured.run(load);
      await spool.removeLeftFiles();
      // The first round compiles.
      if (round === 0) continue;
      added.push((withCapture / without - 1) * 100);
      micros.push(withCapture - without);
    }
    const row = `CPU that capture adds by ${what}, ${when}`;
    const ratio = toRatio(added);
    printProgress(`${row}: ${describeRatio(ratio)} %, ${describeRatio(toRatio(micros))} us a request`);
    printRow({ goal: 'CPU', what: row, ratio: ratio.median, unit: '%', target: '<= 2' });
  }
}
