/** The package.json files that a program stands under: its own, and those of the workspace around it. */
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDependency } from '../node/source-file.ts';

export interface Manifest {
  readonly name: string | undefined;
  /** Names of packages of every section. */
  readonly dependencies: readonly string[];
}

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

/** The script may be that of a runner, installed anywhere: the program is then where it was started. */
export function programFolders(script: string | undefined, current: string): readonly string[] {
  if (script === undefined) return [current];
  return [dirname(realPath(script)), current];
}

/** The nearest first. Those of installed packages, such as a runner's, say nothing of the program. */
export function readManifests(folders: readonly string[]): readonly Manifest[] {
  const candidates = new Set(folders.flatMap(ancestors).map((folder) => join(folder, 'package.json')));
  return [...candidates].filter((path) => !isDependency(path)).flatMap(readManifest);
}

function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

function readManifest(path: string): readonly Manifest[] {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return [];
    const name: unknown = Reflect.get(parsed, 'name');
    return [
      {
        name: typeof name === 'string' && name !== '' ? name : undefined,
        dependencies: SECTIONS.flatMap((section) => keysOf(Reflect.get(parsed, section))),
      },
    ];
  } catch {
    // There is none, or it is no JSON: the program's affair.
    return [];
  }
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
