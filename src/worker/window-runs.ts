// The runs of this window: written as they come, and read back, with what belongs around that.

import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { createRedact } from '../otlp/redact/redact.ts';
import type { TelemetryOptions } from '../protocol/telemetry-api.ts';
import { KeptRuns } from '../store/runs/kept-runs.ts';
import { createRunDisk } from './disk.ts';
import { packer } from './packer.ts';
import { openBlocks } from './stored-blocks.ts';
import type { TakeBody } from './take-bodies.ts';

/** Of files that are shown again, beside the memory: a span takes about as much in either, as its bytes stay in the file. */
const RESTORED = 1 / 2;

export interface WindowRuns {
  readonly kept: KeptRuns;
  /** Gives what was shown last; what is shown of its spans is read from its files as long as this process lives. */
  restore(take: TakeBody): Promise<void>;
}

export function createWindowRuns(
  { folder, ...keep }: NonNullable<TelemetryOptions['keep']>,
  memoryLimit: number,
  say: (message: string) => void,
): WindowRuns {
  const kept = new KeptRuns({
    ...{ disk: createRunDisk(folder), packer, redact: createRedact(), keep, say },
    mostRestored: memoryLimit * RESTORED,
    later: (milliseconds, run) => void setTimeout(run, milliseconds),
    now: () => Date.now(),
  });
  return {
    kept,
    async restore(take) {
      const files = new Map<string, ReturnType<typeof openBlocks>>();
      await kept.restore(async (body, name, place, offset) => {
        const blocks = files.get(name) ?? openBlocks(join(folder, name));
        files.set(name, blocks);
        take(body, { block: blocks(place), offset });
        // Whoever asks for something meanwhile is answered.
        await breathe();
      });
    },
  };
}
