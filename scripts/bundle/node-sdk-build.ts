// How the zero-code hook is bundled: the SDK within it, a copy of the API that shares nothing with the program's, and
// loaders of our own in the place of those that instrumentations bring.
import { readFile } from 'node:fs/promises';
import type { BuildOptions, Plugin } from 'esbuild';
import { HOOK_BUILD } from './hook-build.ts';

interface Edit {
  readonly filter: RegExp;
  readonly from: string;
  readonly to: string;
}

const EDITS: readonly Edit[] = [
  {
    // Copies of the API find each other by this key. The program's see the SDK by an offer that can be withdrawn
    // (`offer-api.ts`), never by what ours registers.
    filter: /@opentelemetry[\\/]api[\\/]build[\\/].*global-utils\.js$/,
    from: 'opentelemetry.js.api.',
    to: 'spanline.opentelemetry.js.api.',
  },
  {
    // It looks for Nest from the program and from its own file, which is in the bundle; before the program has a main module.
    filter: /@opentelemetry[\\/]instrumentation-nestjs-core[\\/]build[\\/].*instrumentation\.js$/,
    from: '[...(require.main?.paths ?? []), ...module.paths]',
    to: 'process.mainModule?.paths ?? []',
  },
];

const edits: Plugin = {
  name: 'edits',
  setup({ onLoad }) {
    for (const { filter, from, to } of EDITS)
      onLoad({ filter }, async ({ path }) => {
        const parts = (await readFile(path, 'utf8')).split(from);
        if (parts.length !== 2) throw new Error(`${path}: "${from}" is not in there once`);
        return { contents: parts.join(to), loader: 'js' };
      });
  },
};

export const NODE_SDK_BUILD = {
  ...HOOK_BUILD,
  minify: true,
  keepNames: false,
  mainFields: ['module', 'main'],
  conditions: ['module'],
  plugins: [edits],
  alias: {
    'import-in-the-middle': './src/hooks/node-sdk/import-in-the-middle.ts',
    'require-in-the-middle': './src/hooks/node-sdk/require-in-the-middle.ts',
  },
} satisfies BuildOptions;
