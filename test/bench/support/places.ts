// Where benches find the repository and leave what they make.
import { join } from 'node:path';

export const ROOT: string = join(import.meta.dirname, '..', '..', '..');
export const BENCH_CACHE: string = join(ROOT, '.cache', 'bench');
export const BENCH: string = join(ROOT, 'test', 'bench');
