// A folder of its own for one editor: home, settings, extensions, browser profile. Short, as unix sockets lie under it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Scratch {
  readonly home: string;
  readonly data: string;
  readonly extensions: string;
  readonly runtime: string;
  readonly browser: string;
  file(name: string): string;
  remove(): void;
}

export function createScratch(settings: Readonly<Record<string, unknown>>): Scratch {
  const root = mkdtempSync('/tmp/spanline-');
  const folder = (name: string): string => {
    const path = join(root, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const scratch: Scratch = {
    home: folder('home'),
    data: folder('data'),
    extensions: folder('extensions'),
    runtime: folder('run'),
    browser: folder('browser'),
    file: (name) => join(root, name),
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
  writeFileSync(join(folder('data/User'), 'settings.json'), JSON.stringify(settings));
  // The PATH of a program under debug is that of a login shell: let it be the tester's, whatever the home folder.
  const profile = `export PATH='${(process.env.PATH ?? '').replaceAll("'", "'\\''")}'\n`;
  for (const name of ['.profile', '.bash_profile', '.zprofile']) writeFileSync(join(scratch.home, name), profile);
  return scratch;
}
