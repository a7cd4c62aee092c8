// From the end of a span in a program under F5 to its bar and to its row in a real editor, on the screen.
// The program's SDK batches as it does for users: its delay, which a launch shortens, is part of what they wait for.
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLE } from '../../scripts/base/paths.ts';
import { prepareWorkspace } from '../../scripts/install/workspace.ts';
import { copyWorkspace } from '../workbench/run/copy-workspace.ts';
import type { Latencies, Times } from './suites/latency.ts';
import { BENCH } from './support/places.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { packagedExtension, runInEditor } from './support/run-in-editor.ts';

/** Spans of the first moments, in which the view is filled for the first time and the tab is opened. */
const WARM_UP = 12;

await prepareWorkspace(EXAMPLE);
const workspace = await copyWorkspace(EXAMPLE);
try {
  await copyFile(join(BENCH, 'support', 'tick-program.cjs'), join(workspace.path, 'tick-program.cjs'));
  const result = await runInEditor({
    suite: join(BENCH, 'suites', 'latency.ts'),
    ...{ workspace: workspace.path, extensions: [await packagedExtension()], timeoutSeconds: 150 },
  });
  if (!isLatencies(result)) throw new Error('the suite left something else');
  print(result);
} finally {
  await workspace.remove();
}

function print({ ended, rows, bars }: Latencies): void {
  const numbered = Object.entries(ended).slice(WARM_UP);
  const isOfBars = (index: number) => index % 2 === 1;
  printWaits(
    'bar in the Trace tab',
    numbered.filter((_, index) => isOfBars(index)),
    bars,
  );
  printWaits(
    'row in the Traces view',
    numbered.filter((_, index) => !isOfBars(index)),
    rows,
  );
}

function printWaits(place: string, ended: readonly (readonly [name: string, time: number])[], shown: Times): void {
  const waits = ended.flatMap(([name, time]) => (shown[name] === undefined ? [] : [shown[name] - time]));
  const sorted = waits.sort((a, b) => a - b);
  const quantile = (part: number): number => sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN;
  printProgress(
    `${sorted.length} of ${ended.length} seen; ${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)} ms`,
  );
  // The waits say nothing of spans that never came into view.
  printRow({
    ...{ goal: 'latency', what: `spans under F5 seen as a ${place} : spans ended` },
    ...{ ratio: sorted.length / ended.length, unit: 'x', target: '>= 1' },
  });
  const what = `end of a span under F5 to its ${place}`;
  printRow({ goal: 'latency', what: `${what}, p50`, ratio: quantile(0.5), unit: 'ms', target: '<= 300' });
  printRow({ goal: 'latency', what: `${what}, p95`, ratio: quantile(0.95), unit: 'ms', target: '<= 300' });
}

function isLatencies(value: unknown): value is Latencies {
  return typeof value === 'object' && value !== null && 'ended' in value && 'rows' in value && 'bars' in value;
}
