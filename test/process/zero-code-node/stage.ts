/** A folder with the fixture programs, away from this repository: its own package.json lists an SDK. */
import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installLocked } from '../hooks-node/install-sdk.ts';
import { fromRoot } from '../hooks-node/place.ts';

export interface Stage extends AsyncDisposable {
  readonly folder: string;
}

/** `packages` is a folder with a package.json and its lock, from this folder's fixtures or another's. */
export async function createStage(packages = fixture('packages')): Promise<Stage> {
  const installed = await installLocked(packages);
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'spanline zero-code '));
  await cp(fixture('programs'), folder, { recursive: true });
  await symlink(join(installed, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await cp(fixture('programs', 'dd-trace'), join(folder, 'nested', 'node_modules', 'dd-trace'), { recursive: true });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

export function fixture(...parts: readonly string[]): string {
  return fromRoot('test', 'process', 'zero-code-node', 'fixtures', ...parts);
}
