// G15: what activating the extension costs beyond an empty one in the same extension host, and what there is to load.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EXAMPLE, VSIX } from '../../scripts/base/paths.ts';
import { copyWorkspace } from '../workbench/run/copy-workspace.ts';
import type { ActivationTimes } from './suites/activation.ts';
import { writeEmptyExtension } from './support/empty-extension.ts';
import { BENCH } from './support/places.ts';
import { printProgress, printRow } from './support/print-row.ts';
import { describeRatio, toRatio } from './support/ratio-of.ts';
import { packagedExtension, runInEditor } from './support/run-in-editor.ts';
import { copySleeping } from './support/sleeping-copy.ts';

/** Each starts an editor: an extension is activated once in the life of a host. */
const ROUNDS = 5;

const extension = await packagedExtension();
const megabytes = (await stat(VSIX)).size / 1e6;
printRow({ goal: 'G15', what: 'size of the package', ratio: megabytes, unit: 'MB', target: '<= 6' });
const kilobytes = (await stat(join(extension, 'dist', 'extension.cjs'))).size / 1e3;
printRow({ goal: 'G15', what: "size of the host's bundle", ratio: kilobytes, unit: 'KB', target: '<= 300' });

const extensions = [
  await copySleeping(extension),
  await writeEmptyExtension('warm'),
  await writeEmptyExtension('empty'),
];
const beyond: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const workspace = await copyWorkspace(EXAMPLE);
  try {
    const { ours, empty } = await measure(workspace.path, round % 2 === 0 ? 'ours' : 'empty');
    printProgress(`ours ${ours.toFixed(1)} ms, an empty one ${empty.toFixed(1)} ms`);
    beyond.push(ours - empty);
  } finally {
    await workspace.remove();
  }
}
const milliseconds = toRatio(beyond);
printProgress(`activation beyond an empty extension's: ${describeRatio(milliseconds)} ms`);
printRow({
  goal: 'G15',
  what: "activation beyond an empty extension's",
  ratio: milliseconds.median,
  unit: 'ms',
  target: '<= 10',
});

async function measure(workspace: string, first: 'ours' | 'empty'): Promise<ActivationTimes> {
  const result = await runInEditor({
    suite: join(BENCH, 'suites', 'activation.ts'),
    ...{ workspace, extensions, timeoutSeconds: 90, env: { SPANLINE_BENCH_FIRST: first } },
  });
  if (!isTimes(result)) throw new Error('the suite left something else');
  return result;
}

function isTimes(value: unknown): value is ActivationTimes {
  return typeof value === 'object' && value !== null && 'ours' in value && 'empty' in value;
}
