// A child: a host that has forked the receiver, given its script, and asks it for its news as the extension does; without one it
// is idle. Answers a number of milliseconds with the 99th percentile of how late its event loop was in that time.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { forkTelemetry } from '../../../src/host/services/telemetry-process.ts';
import { openPort } from '../../../src/protocol/ports.ts';
import { connect } from '../../../src/protocol/rpc.ts';
import type { StoreApi } from '../../../src/protocol/store-api.ts';
import type { TelemetryApi, TelemetryOptions } from '../../../src/protocol/telemetry-api.ts';

const OPTIONS: TelemetryOptions = {
  memoryLimit: 256 << 20,
  ...{ keep: undefined, spool: undefined, windows: undefined, notice: undefined },
};

const script = process.argv[2];
process.send?.(script === undefined ? 0 : await startChild(script));

process.on('message', async (milliseconds: number) => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await pause(milliseconds);
  delay.disable();
  process.send?.(delay.percentile(99) / 1e6);
});
process.on('disconnect', () => process.exit(0));

async function startChild(path: string): Promise<number> {
  const { channel } = forkTelemetry(path, OPTIONS, () => {});
  const telemetry = connect<TelemetryApi>(openPort(channel, 0, 'telemetry'));
  const store = connect<StoreApi>(openPort(channel, 1, 'store'));
  void followNews(store);
  return await telemetry.listen(0);
}

async function followNews(store: StoreApi): Promise<void> {
  for (let seen = 0; ; ) {
    seen = await store.changed(seen);
    await store.summary();
  }
}
