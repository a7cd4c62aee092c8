// Where in a file an offset of its text is.

import type { Site } from '../../model/site.ts';

export function siteAt(file: string, text: string, offset: number): Site {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file, line: before.split('\n').length, column: offset - lineStart + 1, function: undefined };
}

/** The last part of a path, on any platform. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** "server.js:12", as findings name a place. */
export function nameOf({ file, line }: Site): string {
  return `${baseName(file)}:${line}`;
}
