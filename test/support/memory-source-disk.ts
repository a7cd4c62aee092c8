// A workspace in memory for the room that links spans to lines: files, links, and a record of what was read.

import type { SourceDisk } from '../../src/link/workspace-path.ts';

export interface MemorySourceDisk extends SourceDisk {
  readonly files: Map<string, string>;
  /** From a path to where it leads; folders as well. */
  readonly links: Map<string, string>;
  readonly reads: string[];
}

export function createMemorySourceDisk(files: Readonly<Record<string, string>>): MemorySourceDisk {
  const contents = new Map(Object.entries(files));
  const links = new Map<string, string>();
  const reads: string[] = [];
  const follow = (path: string): string => {
    for (const [from, to] of links)
      if (path === from || path.startsWith(`${from}/`)) return to + path.slice(from.length);
    return path;
  };
  return {
    files: contents,
    links,
    reads,
    async realPath(path) {
      const real = follow(path);
      const isFolder = [...contents.keys()].some((file) => file.startsWith(`${real}/`));
      return contents.has(real) || isFolder ? real : undefined;
    },
    async readText(path) {
      reads.push(path);
      return contents.get(follow(path));
    },
  };
}
