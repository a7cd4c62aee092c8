// Bundles everything that ships, into dist/: one table of bundles, and what each may hold and weigh.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { HOOK_BUILD } from './scripts/bundle/hook-build.ts';
import { verifyBundle } from './scripts/bundle/verify.ts';

const root = import.meta.dirname;

const node = { platform: 'node', format: 'cjs', target: 'node22', external: ['vscode'], minify: true };
const page = {
  platform: 'browser',
  format: 'esm',
  target: 'chrome128',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.css': 'css' },
  minify: true,
};

/** @type {readonly (import('./scripts/bundle/verify.ts').BundleRule & { readonly options: import('esbuild').BuildOptions })[]} */
const bundles = [
  {
    entry: 'src/host/extension.ts',
    out: 'extension.cjs',
    budgetKb: 300,
    options: node,
    never: ['src/store/', 'src/otlp/', 'src/receiver/', 'src/link/', 'webview/'],
  },
  {
    entry: 'src/worker/telemetry.ts',
    out: 'telemetry.cjs',
    budgetKb: 300,
    options: node,
    never: ['src/host/', 'src/hooks/', 'webview/'],
  },
  { entry: 'src/hooks/node/hook.ts', out: 'hooks/node.cjs', budgetKb: 60, options: HOOK_BUILD, only: ['src/hooks/'] },
  {
    entry: 'webview/pages/trace.tsx',
    out: 'webview/trace.js',
    budgetKb: 150,
    options: page,
    never: ['src/host/', 'node:'],
  },
  {
    entry: 'webview/pages/traces.tsx',
    out: 'webview/traces.js',
    budgetKb: 150,
    options: page,
    never: ['src/host/', 'node:'],
  },
];

for (const { out } of bundles) {
  for (const file of [out, `${out}.map`]) rmSync(join(root, 'dist', file), { force: true });
}
const built = await Promise.all(
  bundles.map(async ({ options, ...rule }) => {
    const { metafile } = await build({
      ...options,
      absWorkingDir: root,
      entryPoints: [rule.entry],
      outfile: join(root, 'dist', rule.out),
      bundle: true,
      metafile: true,
      // Linked maps, for whoever debugs the extension; .vscodeignore keeps them out of the package.
      sourcemap: 'linked',
      legalComments: 'none',
      logLevel: 'error',
    });
    return verifyBundle(rule, metafile);
  }),
).catch((error) => {
  // esbuild has said what is wrong, and where.
  if (error?.errors === undefined) throw error;
  process.exit(1);
});

for (const { line } of built) console.log(line);
const problems = built.flatMap((bundle) => bundle.problems);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
