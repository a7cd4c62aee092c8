// Whether a program has a package: what is installed beats what is declared; where neither is known, it cannot be told.

import type { PackageFacts } from '../facts.ts';
import { listFiles } from './declared-packages.ts';

export function hasPackage({ installed, declared, manifests }: PackageFacts, name: string): boolean | undefined {
  if (installed !== undefined) return installed.has(name);
  return manifests.length === 0 ? undefined : declared.has(name);
}

/** Where it was looked for, to end a sentence: "is not installed", "is not in requirements.txt". */
export function whereMissing({ installed, manifests }: PackageFacts): string {
  return installed !== undefined ? 'is not installed' : `is not in ${listFiles(manifests)}`;
}
