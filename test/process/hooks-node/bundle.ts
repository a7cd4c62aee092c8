/** Bundles the Node hooks as they are shipped, so that this ring needs no build before it. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { HOOK_BUILD } from '../../../scripts/bundle/hook-build.ts';
import { NODE_SDK_BUILD, nodeSdkHookBuild } from '../../../scripts/bundle/node-sdk-build.ts';
import { CACHE, fromRoot } from './place.ts';

/** The call-site hook. */
export function bundleHook(): Promise<string> {
  return bundle('node', 'node/hook.ts', HOOK_BUILD);
}

/** The zero-code hook, and what it requires; both lie beside the other, as they ship. */
export async function bundleNodeSdk(): Promise<string> {
  const sdk = await bundle('node-sdk-instrument', 'node-sdk/instrument.ts', NODE_SDK_BUILD);
  return bundle('node-sdk', 'node-sdk/hook.ts', nodeSdkHookBuild(basename(sdk)));
}

async function bundle(name: string, entry: string, options: BuildOptions): Promise<string> {
  const { outputFiles = [] } = await build({
    ...options,
    absWorkingDir: fromRoot(),
    bundle: true,
    entryPoints: [fromRoot('src/hooks', entry)],
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
