// Finds test files by a pattern: they are never listed.
import { glob } from 'node:fs/promises';
import { ROOT } from '../base/paths.ts';

export async function findTests(pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const file of glob(pattern, { cwd: ROOT, exclude: ['**/node_modules/**', '**/fixtures/**'] })) {
    found.push(file.replaceAll('\\', '/'));
  }
  return found.sort();
}
