// npm test [-- ring ...] [--only part-of-a-path]: runs rings of tests, and closes with one line for all of them.

import type { Counts } from '../test/workbench/run/suite-report.ts';
import { readArguments } from './base/arguments.ts';
import { Failure, main } from './base/failure.mjs';
import { buildAll } from './bundle/build-all.ts';
import { packageExtension, unpackExtension } from './bundle/package-extension.ts';
import { ensureBrowser } from './install/browser.ts';
import { ensureEditor } from './install/editor.ts';
import { addCounts, NOTHING, toClosingLine } from './rings/counts.ts';
import { findTests } from './rings/find-tests.ts';
import { runNodeTests } from './rings/node-tests.ts';
import { runWorkbenchTests } from './rings/workbench-tests.ts';

/** Tests from outside of the editor, such as over a reload of its window, which would end a suite within. */
const JOURNEYS = 'test/workbench/journeys/';

type Run = (files: readonly string[]) => Promise<Counts>;

const UNIT: Run = (files) => runNodeTests(files, true);

const PROCESS: Run = async (files) => {
  await buildAll();
  return runNodeTests(files, false);
};

const WEBVIEW: Run = async (files) => {
  // The tests start the browser themselves; this tells them which.
  process.env.CHROME = await ensureBrowser();
  await buildAll();
  return runNodeTests(files, false);
};

const WORKBENCH: Run = async (files) => {
  const browser = await ensureBrowser();
  const lanes = await Promise.all([ensureEditor('newest'), ensureEditor('oldest')]);
  const extension = await unpackExtension(await packageExtension());
  const journeys = files.filter((file) => file.startsWith(JOURNEYS));
  const suites = files.filter((file) => !journeys.includes(file));
  const inside = await runWorkbenchTests({ files: suites, lanes, extension, browser });
  return journeys.length === 0 ? inside : addCounts(inside, await runNodeTests(journeys, false));
};

const RINGS: ReadonlyMap<string, readonly [pattern: string, run: Run]> = new Map([
  ['unit', ['test/unit/**/*.test.ts', UNIT]],
  ['process', ['test/process/**/*.test.ts', PROCESS]],
  ['webview', ['test/webview/**/*.test.ts', WEBVIEW]],
  ['workbench', ['test/workbench/{suites,journeys}/**/*.test.ts', WORKBENCH]],
]);

await main(async () => {
  const usage = `npm test [-- ${[...RINGS.keys()].join(' | ')} ...] [--only <part of a path>]`;
  const { values, positionals } = readArguments({ only: { type: 'string', default: '' } }, usage);
  const chosen = positionals.length === 0 ? [...RINGS.keys()] : positionals;
  let total = NOTHING;
  for (const name of chosen) {
    const ring = RINGS.get(name);
    if (ring === undefined)
      throw new Failure(`there is no ring "${name}"`, `there are ${[...RINGS.keys()].join(', ')}`, usage);
    total = addCounts(total, await runRing(name, ring, values.only));
  }
  process.stdout.write(`\n${toClosingLine(total)}\n`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});

async function runRing(name: string, [pattern, run]: readonly [string, Run], only: string): Promise<Counts> {
  const files = (await findTests(pattern)).filter((file) => file.includes(only));
  if (files.length === 0 && only !== '') return NOTHING;
  process.stdout.write(`\n=== ${name}\n`);
  try {
    if (files.length === 0)
      throw new Failure(`the ring "${name}" has no tests`, `nothing matches ${pattern}`, 'restore its tests');
    return await run(files);
  } catch (error) {
    // A ring that cannot run is a failure, yet what the other rings say is still wanted.
    process.stdout.write(
      `the ring "${name}" did not run: ${error instanceof Failure ? error.message : error instanceof Error ? error.stack : error}\n`,
    );
    return { ...NOTHING, failed: 1 };
  }
}
