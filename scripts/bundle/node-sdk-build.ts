// How the zero-code hook is bundled, in two files: a small one that decides, and the SDK, which only programs that it is for
// have to read. The API in there is a copy that shares nothing with the program's, and loaders are of our own.
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

const MINIFIED = { ...HOOK_BUILD, minify: true, keepNames: false } as const;

/** For the file that decides; the SDK is required from a file beside it. */
export function nodeSdkHookBuild(sdkFile: string): BuildOptions {
  const beside: Plugin = {
    name: 'beside',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/instrument\.ts$/ }, () => ({ path: `./${sdkFile}`, external: true }));
    },
  };
  return { ...MINIFIED, plugins: [beside] };
}

export const NODE_SDK_BUILD = {
  ...MINIFIED,
  mainFields: ['module', 'main'],
  conditions: ['module'],
  plugins: [edits],
  alias: {
    'import-in-the-middle': './src/hooks/node-sdk/import-in-the-middle.ts',
    'require-in-the-middle': './src/hooks/node-sdk/require-in-the-middle.ts',
  },
} satisfies BuildOptions;
