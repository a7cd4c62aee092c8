/** Bundles the Node hook as it is shipped, so that this ring needs no build before it. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { HOOK_BUILD } from '../../../scripts/bundle/hook-build.ts';
import { CACHE, fromRoot } from './place.ts';

export async function bundleHook(): Promise<string> {
  const entry = fromRoot('src/hooks/node/hook.ts');
  const { outputFiles } = await build({
    ...HOOK_BUILD,
    bundle: true,
    entryPoints: [entry],
    write: false,
    logLevel: 'error',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild gave no output');
  const folder = fromRoot(CACHE, 'hooks-node');
  await mkdir(folder, { recursive: true });
  const hook = join(folder, `node-${createHash('sha256').update(output.contents).digest('hex').slice(0, 16)}.cjs`);
  // Test files run at the same time: none may load what another has half written.
  const draft = `${hook}.${process.pid}`;
  await writeFile(draft, output.contents);
  await rename(draft, hook);
  return hook;
}
