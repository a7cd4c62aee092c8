// Where the senders are, and what is built of them.
import { join } from 'node:path';
import { CACHE, ROOT } from '../../../scripts/base/paths.ts';

export const INTEROP: string = join(ROOT, 'test', 'interop');
export const INTEROP_CACHE: string = join(CACHE, 'interop');
