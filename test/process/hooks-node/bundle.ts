/** Bundles the Node hook as it is shipped, so that this ring needs no build before it. */
import { mkdir, rename } from 'node:fs/promises';
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
  banner: { js: "if (!(parseInt(process.versions.node, 10) >= 18)) return;" },
} as const;

export async function bundleHook(): Promise<string> {
  await mkdir(fromRoot(CACHE, 'hooks-node'), { recursive: true });
  const hook = fromRoot(CACHE, 'hooks-node', `node-${process.pid}.cjs`);
  // Test files run at the same time: none may load what another has half written.
  const draft = `${hook}.${Date.now()}`;
  await build({ ...HOOK_BUILD, entryPoints: [fromRoot('src/hooks/node/hook.ts')], outfile: draft, logLevel: 'error' });
  await rename(draft, hook);
  return hook;
}
