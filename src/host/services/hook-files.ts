// Where hooks lie for the programs that load them: not in the extension's folder, which an update removes while a shell may
// still say NODE_OPTIONS=--require of a file in it; no program of that shell would start any more.

import { createHash } from 'node:crypto';
import { access, cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Copies the hooks into a folder below `to` that is named for the release and for what is in them, and answers with it. What
 * is there already stays as it is, and that of other releases too: it is never known who still loads it.
 */
export async function keepHooks(from: string, to: string, release: string): Promise<string> {
  const files = await readHooks(from);
  const kept = join(to, `${release}-${digest(files)}`);
  if (await exists(kept)) return kept;
  await mkdir(to, { recursive: true });
  const draft = await mkdtemp(join(to, 'draft-'));
  try {
    for (const { name } of files) await cp(join(from, name), join(draft, name));
    await rename(draft, kept);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another window was faster.
    if (!(await exists(kept))) throw error;
  }
  return kept;
}

interface HookFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Without what is made beside them: source maps, and what Python compiles. */
async function readHooks(folder: string): Promise<readonly HookFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !/\.(map|pyc)$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return Promise.all(names.sort().map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })));
}

function digest(files: readonly HookFile[]): string {
  const hash = createHash('sha256');
  for (const { name, bytes } of files) hash.update(`${name} ${bytes.length}\n`).update(bytes);
  return hash.digest('hex').slice(0, 12);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
