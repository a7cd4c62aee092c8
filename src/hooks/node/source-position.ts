/** Generated position to source position, only where the program itself runs with source maps: else the editor maps. */
import { findSourceMap, type SourceMap } from 'node:module';
import { isAbsolute } from 'node:path';
import { type SourceFile, toPath } from './source-file.ts';

export interface SourcePosition {
  readonly path: string;
  /** 1-based, as is the column. */
  readonly line: number;
  readonly column: number;
}

/**
 * Node holds a map only if maps are on: by `--enable-source-maps`, by `process.setSourceMapsEnabled` as tsx calls it.
 * The hook does not turn them on: that would change the stacks which the program prints.
 */
export function sourceMapOf(file: SourceFile): SourceMap | undefined {
  try {
    return findSourceMap(file.url);
  } catch {
    // A map that cannot be parsed is as good as none.
    return undefined;
  }
}

/** Undefined where the map says nothing, or names no file (`webpack://`): the editor has more means to find it. */
export function toSourcePosition(map: SourceMap, line: number, column: number): SourcePosition | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry) || typeof entry.originalSource !== 'string') return undefined;
  const path = toPath(entry.originalSource);
  if (!isAbsolute(path)) return undefined;
  return { path, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
