// Where things are in the repository.
import { join } from 'node:path';

export const ROOT: string = join(import.meta.dirname, '..', '..');
/** What scripts install: kept across runs, ignored by git. */
export const TOOLS: string = join(ROOT, '.tools');
/** What scripts make: may be deleted at any time, ignored by git. */
export const CACHE: string = join(ROOT, '.cache');
export const DIST: string = join(ROOT, 'dist');
export const VSIX: string = join(DIST, 'spanline.vsix');
export const EXAMPLE: string = join(ROOT, 'examples', 'shop');
