/** The Pythons that are on PATH, by their versions; those of a release that is not there are skipped aloud. */

import type { PythonNeed } from '../../../src/launch/python-packages.ts';
import { findPython } from '../hooks-python/install-python.ts';
import { needOf } from './bring-packages.ts';

const OLDEST = 8;
const NEWEST = 14;

export interface PythonVersion {
  /** As on PATH. */
  readonly name: string;
  readonly need: PythonNeed;
  /** Why it cannot be tested; false where it can. */
  readonly missing: string | false;
}

const NAMES = Array.from({ length: NEWEST - OLDEST + 1 }, (_, at) => `python3.${OLDEST + at}`);

export const PYTHON_VERSIONS: readonly PythonVersion[] = await Promise.all(
  NAMES.map(async (name) => ({
    name,
    need: needOf(name.replace('python', '')),
    missing: (await findPython([name])) === undefined && `no ${name} that can make environments is on PATH`,
  })),
);

const first = await findPython();

/** The one that the environments of the other tests are made with. */
export const firstNeed: PythonNeed = needOf(first?.version ?? '');
