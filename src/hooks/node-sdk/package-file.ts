/** Which file of which installed package a module is. */
import { createRequire } from 'node:module';
import { sep } from 'node:path';

export interface PackageFile {
  /** As it is required: `pg`, `@grpc/grpc-js`. */
  readonly name: string;
  /** Absolute path of the package's folder. */
  readonly folder: string;
  /** Absolute path. */
  readonly path: string;
}

const MODULES = `${sep}node_modules${sep}`;

export function packageFile(path: string): PackageFile | undefined {
  const modules = path.lastIndexOf(MODULES);
  if (modules < 0) return undefined;
  const start = modules + MODULES.length;
  let end = path.indexOf(sep, start);
  if (path[start] === '@' && end > 0) end = path.indexOf(sep, end + 1);
  if (end < 0) return undefined;
  return { name: path.slice(start, end).replaceAll(sep, '/'), folder: path.slice(0, end), path };
}

/** As require-in-the-middle names modules: a package's main file by the package, any other by its path within as well. */
export function moduleName({ name, folder, path }: PackageFile): string {
  return isMain(folder, path) ? name : name + path.slice(folder.length);
}

function isMain(folder: string, path: string): boolean {
  try {
    // The folder itself, and not its name: whatever `exports` say, the main file is what instrumentations mean.
    return createRequire(path).resolve(folder) === path;
  } catch {
    return false;
  }
}
