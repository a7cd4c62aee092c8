// How near a duration is to the truth that has five seconds at a breakpoint taken out, in a real run under the debugger.
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLE } from '../../scripts/base/paths.ts';
import { prepareWorkspace } from '../../scripts/install/workspace.ts';
import { copyWorkspace } from '../workbench/run/copy-workspace.ts';
import type { StoppedSpans } from './suites/debugger-clock.ts';
import { BENCH } from './support/places.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { packagedExtension, runInEditor } from './support/run-in-editor.ts';

await prepareWorkspace(EXAMPLE);
const workspace = await copyWorkspace(EXAMPLE);
try {
  await copyFile(join(BENCH, 'support', 'stop-program.cjs'), join(workspace.path, 'stop-program.cjs'));
  const result = await runInEditor({
    suite: join(BENCH, 'suites', 'debugger-clock.ts'),
    ...{ workspace: workspace.path, extensions: [await packagedExtension()], timeoutSeconds: 150 },
  });
  if (!isStoppedSpans(result)) throw new Error('the suite left something else');
  print(result);
} finally {
  await workspace.remove();
}

/** What is too much was held before the debugger said so, or after it was told to go on. */
function print({ worked, shown }: StoppedSpans): void {
  const errors = Object.entries(worked).map(([name, time]) => (shown[name] ?? Number.NaN) - time);
  printProgress(`shown minus worked: ${errors.map((error) => `${error.toFixed(1)} ms`).join(', ')}`);
  const worst = errors.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  printRow({
    ...{ goal: 'clock', what: 'duration without a stop of 5 s minus the work that it is of, worst of 3' },
    ...{ ratio: worst, unit: 'ms', target: 'near 0' },
  });
}

function isStoppedSpans(value: unknown): value is StoppedSpans {
  return typeof value === 'object' && value !== null && 'worked' in value && 'shown' in value;
}
