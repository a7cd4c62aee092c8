// Bundles everything that ships, into dist/: one table of bundles, and what each may hold and weigh.
import { cpSync, globSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { editorApiOnce } from './scripts/bundle/editor-api.ts';
import { HOOK_BUILD } from './scripts/bundle/hook-build.ts';
import { NODE_SDK_BUILD, nodeSdkHookBuild } from './scripts/bundle/node-sdk-build.ts';
import { collectNotices } from './scripts/bundle/notices.ts';
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
    options: { ...node, plugins: [editorApiOnce(root, 'src/host')] },
    never: ['src/store/', 'src/otlp/', 'src/receiver/', 'src/forward/', 'src/link/', 'webview/'],
  },
  {
    entry: 'src/worker/telemetry.ts',
    out: 'telemetry.cjs',
    budgetKb: 300,
    options: node,
    never: ['src/host/', 'src/hooks/', 'webview/'],
  },
  {
    entry: 'src/cli/spanline.ts',
    out: 'cli.cjs',
    budgetKb: 200,
    options: { ...node, banner: { js: '#!/usr/bin/env node' } },
    never: ['src/host/', 'src/hooks/', 'webview/'],
  },
  { entry: 'src/hooks/node/hook.ts', out: 'hooks/node.cjs', budgetKb: 80, options: HOOK_BUILD, only: ['src/hooks/'] },
  {
    entry: 'src/hooks/node-sdk/hook.ts',
    out: 'hooks/node-sdk.cjs',
    budgetKb: 10,
    options: nodeSdkHookBuild('node-sdk-instrument.cjs'),
    only: ['src/hooks/'],
  },
  {
    entry: 'src/hooks/node-sdk/instrument.ts',
    out: 'hooks/node-sdk-instrument.cjs',
    budgetKb: 500,
    options: NODE_SDK_BUILD,
    only: ['src/hooks/', 'node_modules/'],
  },
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
// Shipped as it is written: Python compiles it, beside itself.
const python = { from: join(root, 'src/hooks'), out: 'hooks/python', budgetKb: 90 };
const pythonFiles = globSync('{python,python-packages}/**/*.py', { cwd: python.from });
for (const name of ['python', 'python-packages'])
  rmSync(join(root, 'dist', 'hooks', name), { recursive: true, force: true });
for (const file of pythonFiles) cpSync(join(python.from, file), join(root, 'dist', 'hooks', file));
const pythonBytes = pythonFiles.reduce((sum, file) => sum + statSync(join(python.from, file)).size, 0);

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
    return { ...verifyBundle(rule, metafile), metafile };
  }),
).catch((error) => {
  // esbuild has said what is wrong, and where.
  if (error?.errors === undefined) throw error;
  process.exit(1);
});

for (const { line } of built) console.log(line);
const pythonKb = (pythonBytes / 1000).toFixed(1);
console.log(`dist/${python.out.padEnd(20)} ${pythonKb.padStart(7)} KB of ${python.budgetKb} KB`);
const notices = collectNotices(
  root,
  built.map(({ metafile }) => metafile),
);
writeFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), notices.text);
const problems = [...built.flatMap((bundle) => bundle.problems), ...notices.problems];
if (pythonBytes === 0 || pythonBytes > python.budgetKb * 1000)
  problems.push(`dist/${python.out}: has ${pythonKb} KB, of at most ${python.budgetKb} KB`);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
