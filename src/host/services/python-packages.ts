// The packages that trace Python programs which have none of their own: a folder for each Python, below one for each list.

import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../base/result.ts';
import { type PythonNeed, packagesFolder, packagesFor, packagesRelease } from '../../launch/python-packages.ts';
import { runPip } from './run-pip.ts';

/** By this name the hook finds them, and takes their files for no code of the user's. */
const PACKAGES = 'site-packages';

export interface PythonPackages {
  /** What the hook looks into; there may be nothing yet. */
  readonly folder: string;
  has(need: PythonNeed): Promise<boolean>;
  /**
   * Whole or not at all. `script` is `install_packages.py`. A failure is a sentence for the user; what pip prints goes to
   * `onLine`. Rejects with the signal's reason when aborted.
   */
  install(
    need: PythonNeed & { readonly executable: string },
    script: string,
    onLine: (line: string) => void,
    signal: AbortSignal,
  ): Promise<Result<void>>;
  /** Of all releases; answers whether there were any. */
  remove(): Promise<boolean>;
}

export function createPythonPackages(root: string): PythonPackages {
  const folder = join(root, createHash('sha256').update(packagesRelease()).digest('hex').slice(0, 12));
  const packagesOf = (need: PythonNeed) => join(folder, packagesFolder(need), PACKAGES);
  return {
    folder,
    has: (need) => exists(packagesOf(need)),
    async install(need, script, onLine, signal) {
      const requirements = packagesFor(need);
      if (requirements === undefined) return fail(`No packages are known that fit ${packagesFolder(need)}.`);
      const target = packagesOf(need);
      await mkdir(join(target, '..'), { recursive: true });
      const draft = await mkdtemp(join(folder, 'draft-'));
      try {
        const args = [script, join(draft, PACKAGES), ...requirements];
        const failure = await runPip({ executable: need.executable, args, folder: draft, onLine }, signal);
        signal.throwIfAborted();
        if (failure !== undefined) return fail(failure);
        await rename(join(draft, PACKAGES), target).catch(async (error: unknown) => {
          // Another window was faster.
          if (!(await exists(target))) throw error;
        });
        return ok(undefined);
      } finally {
        await rm(draft, { recursive: true, force: true, maxRetries: 5 });
      }
    },
    async remove() {
      if (!(await exists(root))) return false;
      // In one step, as a program may be about to start with them.
      const leaving = `${root}-${crypto.randomUUID()}`;
      await rename(root, leaving);
      await rm(leaving, { recursive: true, force: true, maxRetries: 5 });
      return true;
    },
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
