/** CommonJS modules that the program has loaded, its ES modules' ones as well: looked at, never loaded for the hook. */
import { createRequire } from 'node:module';

/** What the modules export whose paths match, however many copies there are. */
export function loadedModules(path: RegExp): readonly unknown[] {
  const modules = createRequire(__filename).cache;
  return Object.keys(modules).flatMap((name) => (path.test(name) ? [modules[name]?.exports] : []));
}
