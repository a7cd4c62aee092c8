/** A virtual environment with pinned packages of OpenTelemetry, made once a Python and a list, outside of the fixtures. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CACHE, fromRoot } from '../hooks-node/place.ts';
import { fixture } from './stage.ts';

const run = promisify(execFile);

/** Prints its version where it can make virtual environments. */
const PROBE = 'import sys, venv, ensurepip; print(sys.version if sys.version_info >= (3, 8) else "")';
const NAMES = process.platform === 'win32' ? ['python', 'python3'] : ['python3', 'python'];
const DONE = 'installed';

interface Found {
  readonly name: string;
  readonly version: string;
}

/** Why the tests of this ring cannot run here; false where they can. */
export const missingPython: string | false =
  (await findPython()) === undefined && 'no Python from 3.8 on that can make virtual environments is on PATH';

/** Of the fixtures: with the SDK and instrumentations, with nothing of OpenTelemetry, with its API alone, with all exporters. */
export type PythonList =
  | 'requirements.txt'
  | 'requirements-plain.txt'
  | 'requirements-api.txt'
  | 'requirements-interop.txt';

const installing = new Map<string, Promise<string>>();

/** The path of the environment's Python. `name`: the Python that it is made with; otherwise the first on PATH. */
export function installPython(list: PythonList = 'requirements.txt', name?: string): Promise<string> {
  const key = `${list} ${name}`;
  const known = installing.get(key) ?? install(list, name);
  installing.set(key, known);
  return known;
}

/** The folder of the packages in it. */
export async function installedPackages(): Promise<string> {
  const { stdout } = await run(await installPython(), ['-c', "import sysconfig; print(sysconfig.get_path('purelib'))"]);
  return stdout.trim();
}

async function install(file: PythonList, wanted: string | undefined): Promise<string> {
  const found = await findPython(wanted === undefined ? NAMES : [wanted]);
  if (found === undefined) throw new Error('no Python');
  const list = await readFile(fixture(file));
  const parent = fromRoot(CACHE, 'fixtures');
  const hash = createHash('sha256').update(list).update(found.version).digest('hex').slice(0, 16);
  const target = join(parent, hash);
  if (existsSync(join(target, DONE))) return pythonIn(target);
  await mkdir(parent, { recursive: true });
  const draft = await mkdtemp(join(parent, 'draft-'));
  await run(found.name, ['-m', 'venv', draft]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await run(pythonIn(draft), [...pip, '--requirement', fixture(file)]);
  await writeFile(join(draft, DONE), '');
  try {
    await rename(draft, target);
  } catch (error) {
    // Another test file was faster.
    if (!existsSync(join(target, DONE))) throw error;
    await rm(draft, { recursive: true });
  }
  return pythonIn(target);
}

export async function findPython(names: readonly string[] = NAMES): Promise<Found | undefined> {
  for (const name of names) {
    try {
      const { stdout } = await run(name, ['-c', PROBE]);
      if (stdout.trim() !== '') return { name, version: stdout };
    } catch {
      // The next name.
    }
  }
  return undefined;
}

function pythonIn(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}
