// Copies an extension so that nothing but a call activates it: what that takes can be measured then.
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BENCH_CACHE } from './places.ts';

/** Answers with the folder of the copy. */
export async function copySleeping(extension: string): Promise<string> {
  const folder = join(BENCH_CACHE, 'extensions', 'sleeping');
  await rm(folder, { recursive: true, force: true });
  await cp(extension, folder, { recursive: true });
  const file = join(folder, 'package.json');
  const manifest: object = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...manifest, activationEvents: [] }));
  return folder;
}
