/** One source, as the many forms in which Node is given it. */
import { readFile, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

export interface Program {
  readonly args: readonly string[];
  /** Whether the hook is to map positions by itself, as the program runs with source maps on. */
  readonly isMapped: boolean;
  /** The file that the hook names when it does not map. */
  readonly generated: string;
}

export interface Variant {
  readonly name: string;
  readonly create: (folder: string) => Promise<Program>;
}

const SOURCE = 'shop.mts';

export const VARIANTS: readonly Variant[] = [
  { name: 'CommonJS', create: (folder) => stripped(folder, 'shop.cjs', toCommonJs) },
  { name: 'ES module', create: (folder) => stripped(folder, 'shop.mjs', (code) => code) },
  ...(process.features.typescript === false
    ? []
    : [{ name: 'type stripping by Node', create: async (folder: string) => plain(join(folder, SOURCE)) }]),
  { name: 'bundle, inline map', create: (folder) => bundled(folder, { sourcemap: 'inline', packages: 'external' }) },
  { name: 'bundle, linked map', create: (folder) => bundled(folder, { sourcemap: 'linked', packages: 'external' }) },
  {
    name: 'bundle, linked map, source maps on',
    create: async (folder) => mapped(await bundled(folder, { sourcemap: 'linked', packages: 'external' })),
  },
];

/** The SDK in the bundle as well: file names no longer tell the user's frames from the SDK's. */
export const WHOLE_BUNDLE: Variant = {
  name: 'bundle with the SDK',
  create: (folder) => bundled(folder, { sourcemap: 'linked', packages: 'bundle' }),
};

export const WHOLE_BUNDLE_MAPPED: Variant = {
  name: 'bundle with the SDK, source maps on',
  create: async (folder) => mapped(await WHOLE_BUNDLE.create(folder)),
};

function plain(file: string): Program {
  return { args: [file], isMapped: false, generated: file };
}

function mapped(program: Program): Program {
  return { ...program, args: ['--enable-source-maps', ...program.args], isMapped: true };
}

async function stripped(folder: string, name: string, edit: (code: string) => string): Promise<Program> {
  const source = await readFile(join(folder, SOURCE), 'utf8');
  const file = join(folder, name);
  await writeFile(file, edit(stripTypeScriptTypes(source)));
  return plain(file);
}

/** A line stays a line. */
function toCommonJs(code: string): string {
  return code.replace(/^import (.+) from ('.+');/gm, (_line, names: string, from: string) => {
    return `const ${names.replaceAll(' as ', ': ')} = require(${from});`;
  });
}

interface BundleOptions {
  readonly sourcemap: 'inline' | 'linked';
  readonly packages: 'external' | 'bundle';
}

async function bundled(folder: string, options: BundleOptions): Promise<Program> {
  const file = join(folder, 'out', `shop-${options.sourcemap}-${options.packages}.cjs`);
  await build({
    ...options,
    entryPoints: [join(folder, SOURCE)],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return plain(file);
}
