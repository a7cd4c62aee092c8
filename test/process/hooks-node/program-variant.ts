/** One source, as the many forms in which Node is given it. */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { installSdk } from './install-sdk.ts';

export interface Program {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The file that runs: the hook names it where it does not map. */
  readonly generated: string;
  /** The file that spans are to name in the end, with the marks in it. */
  readonly written: string;
  /** Whether the hook is to map positions by itself, as the program runs with source maps on. */
  readonly isMapped: boolean;
  /** Whether functions keep their names. */
  readonly isMinified: boolean;
}

export interface Variant {
  readonly name: string;
  /** Why Node cannot run it here. */
  readonly skip: string | undefined;
  readonly create: (folder: string) => Promise<Program>;
}

type Modules = 'CommonJS' | 'ES modules';

const MODULES: readonly Modules[] = ['CommonJS', 'ES modules'];
const SOURCE = 'shop.mts';
/** The same as CommonJS, line for line. */
const COMMON_SOURCE = 'shop.cts';
const NO_STRIPPING =
  process.features.typescript === false ? `Node ${process.versions.node} does not strip types unasked` : undefined;

export const VARIANTS: readonly Variant[] = MODULES.flatMap((modules) => [
  variant(`${modules}, JavaScript`, (folder) => javaScript(folder, modules)),
  variant(`${modules}, tsc with source maps`, (folder) => compiled(folder, modules)),
  variant(`${modules}, tsx`, (folder) => tsx(folder, modules)),
  { ...variant(`${modules}, type stripping`, (folder) => typed(folder, modules)), skip: NO_STRIPPING },
  variant(`${modules}, bundle`, (folder) => bundled(folder, modules, 'linked')),
]);

/** With one SDK: what they add lies between Node and the hook alone. */
export const MORE_VARIANTS: readonly Variant[] = [
  variant('CommonJS, ts-node', tsNode),
  variant('CommonJS, bundle with an inline map', (folder) => bundled(folder, 'CommonJS', 'inline')),
  variant('CommonJS, bundle, source maps on', async (folder) => mapped(await bundled(folder, 'CommonJS', 'linked'))),
  variant('CommonJS, tsc, source maps on', async (folder) => mapped(await compiled(folder, 'CommonJS'))),
];

/** The SDK in the bundle as well: file names no longer tell the user's frames from the SDK's. */
export const WHOLE_BUNDLE = variant('bundle with the SDK', (folder) => bundled(folder, 'CommonJS', 'linked', 'bundle'));

export const WHOLE_BUNDLE_MAPPED = variant('bundle with the SDK, source maps on', async (folder) =>
  mapped(await WHOLE_BUNDLE.create(folder)),
);

function variant(name: string, create: Variant['create']): Variant {
  return { name, create, skip: undefined };
}

function plain(file: string): Program {
  return { args: [file], generated: file, written: file, isMapped: false, isMinified: false };
}

function mapped(program: Program): Program {
  return { ...program, args: ['--enable-source-maps', ...program.args], isMapped: true };
}

async function javaScript(folder: string, modules: Modules): Promise<Program> {
  const code = stripTypeScriptTypes(await readFile(await typedSource(folder, modules), 'utf8'));
  const file = join(folder, modules === 'CommonJS' ? 'shop.cjs' : 'shop.mjs');
  await writeFile(file, code);
  return plain(file);
}

async function typed(folder: string, modules: Modules): Promise<Program> {
  return plain(await typedSource(folder, modules));
}

async function typedSource(folder: string, modules: Modules): Promise<string> {
  const source = join(folder, SOURCE);
  if (modules === 'ES modules') return source;
  const common = join(folder, COMMON_SOURCE);
  await writeFile(common, toCommonJs(await readFile(source, 'utf8')));
  return common;
}

/** A line stays a line. */
function toCommonJs(code: string): string {
  return code.replace(/^import (?!type )(.+) from ('.+');/gm, (_line, names: string, from: string) => {
    return `const ${names.replaceAll(' as ', ': ')} = require(${from});`;
  });
}

/** A file at a time, as tsc does it with `isolatedModules`, without the check of types. */
async function compiled(folder: string, modules: Modules): Promise<Program> {
  const source = join(folder, SOURCE);
  const typescript = createRequire(join(await installSdk('transpilers'), 'index.js'))('typescript');
  const { CommonJS, ESNext } = typescript.ModuleKind;
  const module = modules === 'CommonJS' ? CommonJS : ESNext;
  const target = typescript.ScriptTarget.ES2022;
  const { outputText, sourceMapText } = typescript.transpileModule(await readFile(source, 'utf8'), {
    fileName: source.replace('.mts', '.ts'),
    compilerOptions: { module, target, sourceMap: true, esModuleInterop: true, removeComments: true },
  });
  const name = modules === 'CommonJS' ? 'shop.tsc.cjs' : 'shop.tsc.mjs';
  const file = join(folder, name);
  await writeFile(file, outputText.replace(/sourceMappingURL=.*/, `sourceMappingURL=${name}.map`));
  await writeFile(`${file}.map`, JSON.stringify({ ...JSON.parse(sourceMapText), file: name, sources: [SOURCE] }));
  return { ...plain(file), written: source };
}

async function tsx(folder: string, modules: Modules): Promise<Program> {
  const loader = join(await installSdk('transpilers'), 'node_modules', 'tsx', 'dist', 'loader.mjs');
  const program = await typed(folder, modules);
  return { ...program, args: ['--import', pathToFileURL(loader).href, ...program.args], isMapped: true };
}

async function tsNode(folder: string): Promise<Program> {
  const modules = join(await installSdk('transpilers'), 'node_modules');
  const register = join(modules, 'ts-node', 'register', 'transpile-only.js');
  const file = join(folder, 'shop.ts');
  await writeFile(file, await readFile(join(folder, SOURCE), 'utf8'));
  const options = { module: 'commonjs', target: 'es2022', esModuleInterop: true, removeComments: true };
  return {
    ...plain(file),
    args: ['--require', register, file],
    env: { TS_NODE_COMPILER: join(modules, 'typescript'), TS_NODE_COMPILER_OPTIONS: JSON.stringify(options) },
    isMapped: true,
  };
}

async function bundled(
  folder: string,
  modules: Modules,
  sourcemap: 'inline' | 'linked',
  packages: 'external' | 'bundle' = 'external',
): Promise<Program> {
  const isCommon = modules === 'CommonJS';
  const file = join(folder, 'out', `shop-${sourcemap}-${packages}.${isCommon ? 'cjs' : 'mjs'}`);
  const require = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  await build({
    sourcemap,
    packages,
    entryPoints: [join(folder, SOURCE)],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: isCommon ? 'cjs' : 'esm',
    // What a CommonJS module in it asks for has no `require` otherwise.
    ...(isCommon ? {} : { banner: { js: require } }),
    logLevel: 'error',
  });
  return { ...plain(file), written: join(folder, SOURCE), isMinified: true };
}
