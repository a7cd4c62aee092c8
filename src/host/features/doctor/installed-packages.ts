// Which packages of telemetry are installed for a program, told by the names of folders: no interpreter is run for it.

import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { normalName, OTHER_TRACERS, withDependencies } from '../../../doctor/project/declared-packages.ts';

/** In every `node_modules` from the folder upwards to the root; undefined where there is none. */
export async function installedForNode(folder: string, root: string): Promise<ReadonlySet<string> | undefined> {
  const names = new Set<string>();
  let isKnown = false;
  for (const place of upwards(folder, root)) {
    const modules = join(place, 'node_modules');
    const inside = await namesIn(modules);
    isKnown ||= inside.length > 0;
    if (inside.includes('@opentelemetry'))
      for (const name of await namesIn(join(modules, '@opentelemetry'))) names.add(`@opentelemetry/${name}`);
    for (const tracer of OTHER_TRACERS) {
      const [scope = '', name] = tracer.split('/');
      const isThere =
        inside.includes(scope) && (name === undefined || (await namesIn(join(modules, scope))).includes(name));
      if (isThere) names.add(tracer);
    }
  }
  // Package managers that hoist nothing show what is declared only.
  return isKnown ? withDependencies(names) : undefined;
}

/** `interpreter`: its path, where the configuration names one; else environments in the folder and in the root are looked for. */
export async function installedForPython(
  interpreter: string | undefined,
  folder: string,
  root: string,
): Promise<ReadonlySet<string> | undefined> {
  const beside = [folder, root].flatMap((place) => ['.venv', 'venv', 'env'].map((name) => join(place, name)));
  // .../bin/python and ...\Scripts\python.exe
  const environments = interpreter === undefined ? beside : [dirname(dirname(interpreter))];
  for (const environment of environments) {
    for (const packages of await sitePackages(environment)) {
      const found = (await namesIn(packages)).flatMap(
        (name) => /^(.+?)-\d[^-]*\.(?:dist|egg)-info$/.exec(name)?.[1] ?? [],
      );
      if (found.length > 0) return new Set(found.map(normalName));
    }
  }
  return undefined;
}

async function sitePackages(environment: string): Promise<readonly string[]> {
  const versions = (await namesIn(join(environment, 'lib'))).filter((name) => /^python3\.\d+$/.test(name));
  return [
    ...versions.map((version) => join(environment, 'lib', version, 'site-packages')),
    join(environment, 'Lib', 'site-packages'),
  ];
}

export function upwards(folder: string, root: string): readonly string[] {
  const above = dirname(folder);
  return folder === root || above === folder ? [folder] : [folder, ...upwards(above, root)];
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
