// Two links that code-server's install script makes, which does not run here: its terminals and "open a link" use them.
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';

export async function linkScripts(editor: string): Promise<void> {
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  await link(join(editor, 'bin', 'remote-cli', 'code-server'), `code-${system}.sh`);
  await link(join(editor, 'bin', 'helpers', 'browser.sh'), `browser-${system}.sh`);
}

async function link(path: string, target: string): Promise<void> {
  await rm(path, { force: true });
  await symlink(target, path);
}
