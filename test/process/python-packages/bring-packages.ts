/** The packages that Spanline installs, brought once a Python by the real pip, outside of the fixtures. */
import { join } from 'node:path';
import { createPythonPackages, type PythonPackages } from '../../../src/host/services/python-packages.ts';
import { type PythonNeed, packagesFolder } from '../../../src/launch/python-packages.ts';
import { CACHE, fromRoot } from '../hooks-node/place.ts';

export const INSTALL_SCRIPT = fromRoot('src', 'hooks', 'python-packages', 'install_packages.py');

export async function bringPackages(executable: string, need: PythonNeed): Promise<PythonPackages> {
  const packages = createPythonPackages(fromRoot(CACHE, 'python-packages'));
  if (await packages.has(need)) return packages;
  const printed: string[] = [];
  const keep = (line: string) => printed.push(line);
  const result = await packages.install({ ...need, executable }, INSTALL_SCRIPT, keep, AbortSignal.timeout(300_000));
  if (!result.ok) throw new Error(`${result.error}\n${printed.join('\n')}`);
  return packages;
}

/** As the hook names the folder of its packages. */
export function needOf(version: string, api: string | null = null): PythonNeed {
  return { python: `cpython-${/^\d+\.\d+/.exec(version)?.[0]}`, api };
}

export function sitePackages(packages: PythonPackages, need: PythonNeed): string {
  return join(packages.folder, packagesFolder(need), 'site-packages');
}
