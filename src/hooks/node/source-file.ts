/** What is known of a script by its raw name in a stack: its path, and whether it is the user's own code. */
import { dirname, isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface SourceFile {
  readonly path: string;
  /** As Node's source map cache keys it. */
  readonly url: string;
  readonly isUser: boolean;
}

/** Installed packages, and the loaders and archives of Yarn's Plug'n'Play. */
const DEPENDENCY = /[\\/](?:node_modules|\.yarn|\.pnp)[\\/]|[\\/]\.pnp\.[^\\/]+$/;

let ownFolder = '';

/** The hooks are on stacks as well: this one where two classes of tracers call each other, the zero-code one below spans. */
export function setOwnFile(path: string): void {
  ownFolder = dirname(path);
}

export function toSourceFile(raw: string): SourceFile {
  const path = toPath(raw);
  const isUser = isAbsolute(path) && dirname(path) !== ownFolder && !isDependency(path);
  return { path, url: isUser ? pathToFileURL(path).href : raw, isUser };
}

export function isDependency(path: string): boolean {
  return DEPENDENCY.test(path);
}

/** Loaders put queries on names (`?namespace=`, `?t=`): they are no part of the path. */
export function toPath(raw: string): string {
  if (raw.startsWith('file:')) {
    try {
      return fileURLToPath(raw.replace(/[?#].*$/, ''));
    } catch {
      return raw;
    }
  }
  return raw;
}
