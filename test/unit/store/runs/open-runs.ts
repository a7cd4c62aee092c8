// Runs kept on a disk in memory, as tests open, fill and read them.

import assert from 'node:assert/strict';
import type { RunLaunch } from '../../../../src/model/run.ts';
import { KeptRuns } from '../../../../src/store/runs/kept-runs.ts';
import { readRun } from '../../../../src/store/runs/read-run.ts';
import { packer } from '../../../../src/worker/packer.ts';
import { type MemoryRunDisk, toRunBytes } from '../../../support/memory-run-disk.ts';

export interface Opened {
  readonly runs: KeptRuns;
  /** Texts of the bodies that were shown again. */
  readonly restored: readonly string[];
  readonly said: readonly string[];
}

export async function open(disk: MemoryRunDisk, keep = { days: 7, bytes: 1 << 30 }): Promise<Opened> {
  const restored: string[] = [];
  const said: string[] = [];
  const runs = new KeptRuns({
    ...{ disk, packer, keep, mostRestored: 1 << 30 },
    redact: (bytes) => {
      const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('secret');
      if (at >= 0) bytes.fill(42, at, at + 6);
      return at >= 0 ? 1 : 0;
    },
    later: (milliseconds, run) => void setTimeout(run, milliseconds).unref(),
    say: (message) => said.push(message),
    now: () => disk.now,
  });
  await runs.restore(({ signal, encoding, bytes }) => {
    restored.push(`${signal} ${encoding} ${Buffer.from(bytes).toString('latin1')}`);
  });
  return { runs, restored, said };
}

export function append(
  runs: KeptRuns,
  text: string,
  signal: 'traces' | 'logs' = 'traces',
  encoding: 'json' | 'protobuf' = 'json',
) {
  const bytes = Buffer.from(text, 'latin1');
  runs.append([{ signal, encoding, bytes }], { spans: 1, errors: text.includes('error') ? 1 : 0 });
  // The receiver's buffer is used again at once.
  bytes.fill(0);
}

export const launch = (key: string, time = 0): RunLaunch => ({ key, name: `launch ${key}`, time });
export const filesOf = (disk: MemoryRunDisk) =>
  [...disk.files.keys()].filter((name) => name.endsWith('.spanrun')).sort();

export async function textsOf(file: Uint8Array): Promise<readonly string[]> {
  const texts: string[] = [];
  const read = await readRun(
    toRunBytes(file),
    packer,
    ({ bytes }) => void texts.push(Buffer.from(bytes).toString('latin1')),
  );
  assert.ok(read.ok);
  return texts;
}
