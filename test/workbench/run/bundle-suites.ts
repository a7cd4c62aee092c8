// Bundles a folder of suites, and the index that runs them, into CommonJS that an extension host can load.
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { SuiteFolder } from './suite-folder.ts';

/** The path of the bundled index, whose run() runs all *.test.cjs beside it. */
export async function bundleSuites(folder: SuiteFolder, target: string): Promise<string> {
  await rm(target, { recursive: true, force: true });
  const index = { in: join(import.meta.dirname, '..', 'index.ts'), out: 'index' };
  const suites = folder.files.map((file) => ({ in: file, out: basename(file, '.ts') }));
  await build({
    entryPoints: [index, ...suites],
    outdir: target,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    // mocha is loaded once, by the index; a suite sees its globals.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return join(target, 'index.cjs');
}
