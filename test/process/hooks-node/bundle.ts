/** Bundles the Node hooks as they are shipped, so that this ring needs no build before it. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { HOOK_BUILD } from '../../../scripts/bundle/hook-build.ts';
import { NODE_SDK_BUILD } from '../../../scripts/bundle/node-sdk-build.ts';
import { CACHE, fromRoot } from './place.ts';

/** The call-site hook. */
export function bundleHook(): Promise<string> {
  return bundle('node', HOOK_BUILD);
}

/** The zero-code hook; it lies beside the other, as they ship. */
export function bundleNodeSdk(): Promise<string> {
  return bundle('node-sdk', NODE_SDK_BUILD);
}

async function bundle(name: string, options: BuildOptions): Promise<string> {
  const entry = fromRoot('src/hooks', name, 'hook.ts');
  const { outputFiles = [] } = await build({
    ...options,
    absWorkingDir: fromRoot(),
    bundle: true,
    entryPoints: [entry],
    write: false,
    logLevel: 'error',
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error('esbuild gave no output');
  const folder = fromRoot(CACHE, 'hooks-node');
  await mkdir(folder, { recursive: true });
  const hook = join(folder, `${name}-${createHash('sha256').update(output.contents).digest('hex').slice(0, 16)}.cjs`);
  // Test files run at the same time: none may load what another has half written.
  const draft = `${hook}.${process.pid}`;
  await writeFile(draft, output.contents);
  await rename(draft, hook);
  return hook;
}
