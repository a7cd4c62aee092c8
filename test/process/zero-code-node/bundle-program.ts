/** Bundles a program to CommonJS, with its packages in it or beside it; functions keep their names. */
import { build } from 'esbuild';

export async function bundleProgram(source: string, file: string, packages: 'bundle' | 'external'): Promise<void> {
  await build({
    packages,
    entryPoints: [source],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'error',
  });
}
