// Makes a workspace ready to run: its packages installed, and built where it has something to build.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { npm } from '../base/npm.mjs';
import { step } from '../base/step.mjs';
import { installDependencies } from './dependencies.mjs';

export async function prepareWorkspace(workspace: string): Promise<void> {
  const folder = statSync(workspace).isDirectory() ? workspace : dirname(workspace);
  if (existsSync(join(folder, 'package-lock.json'))) await installDependencies(folder);
  if (hasBuild(folder)) {
    await step(`building ${basename(folder)}`, () =>
      npm(['run', 'build'], { cwd: folder, purpose: `building ${folder}` }),
    );
  }
}

function hasBuild(folder: string): boolean {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).scripts?.build !== undefined;
}
