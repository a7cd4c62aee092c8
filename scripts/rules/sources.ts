// The TypeScript files under some folders, as paths from the repository's root.
import { glob } from 'node:fs/promises';
import { ROOT } from '../base/paths.ts';

export async function findSources(folders: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    for await (const file of glob(`${folder}/**/*.{ts,tsx}`, {
      cwd: ROOT,
      exclude: ['**/node_modules/**', '**/fixtures/**', '**/*.d.ts'],
    })) {
      found.push(file.replaceAll('\\', '/'));
    }
  }
  return found.sort();
}
