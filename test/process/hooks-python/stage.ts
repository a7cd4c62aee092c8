/** A folder with the fixture programs, and a copy of the hook: Python compiles beside what it imports. */
import { cp, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE, fromRoot } from '../hooks-node/place.ts';

export interface Stage extends AsyncDisposable {
  /** Of the programs, which set up the SDK. */
  readonly folder: string;
  /** Of programs that leave that to others. */
  readonly table: string;
  /** What a launch puts on PYTHONPATH. */
  readonly hook: string;
  /** What the hook may write spans into. */
  readonly spool: string;
  /** What lies here counts as installed. */
  readonly installed: string;
}

export function fixture(...parts: readonly string[]): string {
  return join(import.meta.dirname, 'fixtures', ...parts);
}

export async function createStage(): Promise<Stage> {
  const parent = fromRoot(CACHE, 'hooks-python');
  await mkdir(parent, { recursive: true });
  const root = await realpath(await mkdtemp(join(parent, 'stage-')));
  const table = join(root, 'table');
  const [folder, hook, spool] = [join(root, 'app'), join(root, 'hook'), join(root, 'spool')];
  const installed = join(root, 'lib', 'site-packages');
  await mkdir(spool);
  await cp(fromRoot('src', 'hooks', 'python'), hook, {
    recursive: true,
    filter: (source) => !source.endsWith('__pycache__'),
  });
  for (const name of ['programs', 'plain', 'own-sitecustomize', 'broken-sitecustomize'])
    await cp(fixture(name), name.endsWith('sitecustomize') ? join(folder, name) : folder, { recursive: true });
  await cp(fixture('table'), table, { recursive: true });
  await cp(fixture('site-packages'), installed, { recursive: true });
  return { folder, table, hook, spool, installed, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}
