// From a line that ran to the line that was written: the source map that a generated file names.
// Format: ECMA-426. Reading one is the work of @jridgewell/trace-mapping.

import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { parentPath } from './workspace-path.ts';

export interface SourcePosition {
  /** As the map names it: absolute, or relative to the map. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface LoadedMap {
  /** Undefined where the map says nothing about the place. Lines and columns count from 1. */
  lookUp(line: number, column: number): SourcePosition | undefined;
}

/** The map of a generated file: inline or in a file beside it; undefined where it has none that can be read. */
export async function loadSourceMap(
  file: string,
  readText: (path: string) => Promise<string | undefined>,
): Promise<LoadedMap | undefined> {
  const text = await readText(file);
  const reference = text === undefined ? undefined : mapReference(text);
  if (reference === undefined) return undefined;
  const mapFile = reference.startsWith('data:') ? file : join(parentPath(file), reference);
  const json = reference.startsWith('data:') ? decodeDataUrl(reference) : await readText(mapFile);
  if (json === undefined) return undefined;
  try {
    return toLoadedMap(new TraceMap(json), parentPath(mapFile));
  } catch {
    return undefined;
  }
}

function toLoadedMap(map: TraceMap, folder: string): LoadedMap {
  return {
    lookUp(line, column) {
      try {
        const found = originalPositionFor(map, { line, column: Math.max(0, column - 1) });
        // A map may name no source, or point past its list of them.
        if (!found.source || found.source.endsWith('/')) return undefined;
        return { file: join(folder, found.source), line: found.line, column: found.column + 1 };
      } catch {
        // Mappings are decoded at the first look: what is malformed in them shows only now.
        return undefined;
      }
    },
  };
}

/** The last comment of its kind counts. */
function mapReference(text: string): string | undefined {
  const at = text.lastIndexOf('sourceMappingURL=');
  return at < 0 ? undefined : /^sourceMappingURL=(\S+)/.exec(text.slice(at))?.[1];
}

function decodeDataUrl(url: string): string | undefined {
  const comma = url.indexOf(',');
  if (comma < 0) return undefined;
  const payload = url.slice(comma + 1);
  try {
    if (!url.slice(0, comma).endsWith(';base64')) return decodeURIComponent(payload);
    return new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

function join(folder: string, path: string): string {
  if (/^(?:[\\/]|[a-zA-Z]:[\\/]|file:)/.test(path)) return path;
  const unscheme = path.replace(/^webpack:\/\/[^/]*\//, '');
  try {
    return `${folder}/${decodeURI(unscheme)}`;
  } catch {
    return `${folder}/${unscheme}`;
  }
}
