// Copies a workspace to where a test may dirty it; what npm installed is linked, not copied.
import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

export interface WorkspaceCopy {
  /** The copy of the folder or of the .code-workspace file. */
  readonly path: string;
  remove(): Promise<void>;
}

export async function copyWorkspace(workspace: string): Promise<WorkspaceCopy> {
  const isFile = workspace.endsWith('.code-workspace');
  const source = isFile ? dirname(workspace) : workspace;
  const root = await realpath(await mkdtemp(join(tmpdir(), 'spanline-workspace-')));
  const target = join(root, basename(source));
  const linked: string[] = [];
  await cp(source, target, {
    recursive: true,
    filter(path) {
      if (basename(path) !== 'node_modules') return true;
      linked.push(path);
      return false;
    },
  });
  for (const path of linked) await symlink(path, join(target, relative(source, path)), 'junction');
  return {
    path: isFile ? join(target, basename(workspace)) : target,
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}
