/** Where this ring reads and writes. */
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export const CACHE = '.cache';

export function fromRoot(...parts: readonly string[]): string {
  return join(ROOT, ...parts);
}

export function fixture(...parts: readonly string[]): string {
  return join(import.meta.dirname, 'fixtures', ...parts);
}
