// Which paths that telemetry names may be opened: those inside the workspace, after links were followed.

/** The disk as link sees it; all reject or answer undefined rather than reach outside of what they are asked for. */
export interface SourceDisk {
  /** The path without symbolic links; undefined for what does not exist. */
  realPath(path: string): Promise<string | undefined>;
  readText(path: string): Promise<string | undefined>;
}

/** Absolute and normal, without `..`; undefined for anything else, URIs and UNC paths included. */
export function normalPath(path: string): string | undefined {
  const local = path.startsWith('file:///') ? fromFileUrl(path) : path;
  if (local === undefined || local.includes('\0') || /^[\\/]{2}/.test(local)) return undefined;
  const drive = /^[a-zA-Z]:(?=[\\/])/.exec(local)?.[0];
  if (drive === undefined && !local.startsWith('/')) return undefined;
  const separator = drive === undefined ? '/' : '\\';
  const parts: string[] = [];
  for (const part of local.slice(drive?.length ?? 0).split(drive === undefined ? '/' : /[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `${drive?.toLowerCase() ?? ''}${separator}${parts.join(separator)}`;
}

export function isInside(path: string, roots: readonly string[]): boolean {
  const fold = (text: string) => (/^[a-zA-Z]:/.test(text) ? text.toLowerCase() : text);
  return roots.some((root) => {
    const base = fold(root).replace(/[\\/]$/, '');
    const rest = fold(path);
    return rest.startsWith(base) && /^[\\/]/.test(rest.slice(base.length));
  });
}

/** The folder that a path is in. */
export function parentPath(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '');
}

function fromFileUrl(url: string): string | undefined {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    return /^\/[a-zA-Z]:/.test(path) ? path.slice(1) : path;
  } catch {
    return undefined;
  }
}
