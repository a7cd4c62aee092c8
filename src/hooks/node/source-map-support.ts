/** Positions as the package `source-map-support` has them, where the program maps its stacks with it, as ts-node does. */
import { isAbsolute } from 'node:path';
import { isDictionary } from './foreign.ts';
import { loadedModules } from './loaded-module.ts';
import { toPath } from './source-file.ts';
import type { SourcePosition } from './source-position.ts';

/** Also its fork for ts-node, whose maps are in memory alone. */
const PACKAGE = /[\\/]node_modules[\\/](?:@cspotcode[\\/])?source-map-support[\\/]source-map-support\.js$/;

let mapPosition: CallableFunction | undefined;
let isSearched = false;
/** It reads files, which an instrumentation may make spans of. */
let isMapping = false;

/** Undefined where it is not loaded, or has no map of the file. */
export function supportedPosition(file: string, line: number, column: number): SourcePosition | undefined {
  if (isMapping) return undefined;
  isMapping = true;
  try {
    if (!isSearched) mapPosition = search();
    if (mapPosition === undefined) return undefined;
    const given = { source: file, line, column: column - 1 };
    const found: unknown = mapPosition(given);
    // What has no map is given back as it is.
    return found === given ? undefined : toPosition(found);
  } catch {
    return undefined;
  } finally {
    isMapping = false;
  }
}

function toPosition(found: unknown): SourcePosition | undefined {
  if (!isDictionary(found)) return undefined;
  const { source, line, column } = found;
  if (typeof source !== 'string' || typeof line !== 'number' || typeof column !== 'number') return undefined;
  const path = toPath(source);
  return isAbsolute(path) ? { path, line, column: column + 1 } : undefined;
}

/** Once: it is there before the program, or as its first line. */
function search(): CallableFunction | undefined {
  isSearched = true;
  const [exported] = loadedModules(PACKAGE);
  const found = isDictionary(exported) ? exported.mapSourcePosition : undefined;
  return typeof found === 'function' ? found : undefined;
}
