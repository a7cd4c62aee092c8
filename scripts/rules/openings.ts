// Every file opens with one sentence on what it is, and none has a name that says nothing.
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ROOT } from '../base/paths.ts';
import { findSources } from './sources.ts';

const EMPTY_NAMES = /^(utils?|helpers?|common|types?|managers?|misc|index)\.tsx?$/;
/** An editor loads a suite's index by that name. */
const EXCEPT = new Set(['test/workbench/index.ts']);

export async function findOpeningProblems(): Promise<readonly string[]> {
  const files = await findSources(['src', 'webview', 'scripts', 'test']);
  const problems = await Promise.all(
    files.map(async (file) => [
      ...(EMPTY_NAMES.test(basename(file)) && !EXCEPT.has(file) ? [`${file}: name it for the one thing in it`] : []),
      ...(/^(\/\/|\/\*)/.test(await readFile(join(ROOT, file), 'utf8'))
        ? []
        : [`${file}: no sentence at its top says what it is`]),
    ]),
  );
  return problems.flat();
}
