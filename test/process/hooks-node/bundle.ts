/** Bundles the Node hook as it is shipped, so that this ring needs no build before it. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { CACHE, fromRoot } from './place.ts';

/**
 * A CommonJS module may return: on a Node too old for the hook nothing of it runs, and ES2019 lets it be parsed there.
 */
export const HOOK_BUILD = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'es2019',
  keepNames: true,
  banner: { js: "'use strict';if (!(parseInt(process.versions.node, 10) >= 18)) return;" },
} as const;

export async function bundleHook(): Promise<string> {
  const entry = fromRoot('src/hooks/node/hook.ts');
  const { outputFiles } = await build({ ...HOOK_BUILD, entryPoints: [entry], write: false, logLevel: 'error' });
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
