// Makes the .vsix, and unpacks it for those who load it as a folder: tests run what ships, not what lies around.
import { existsSync } from 'node:fs';
import { cp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../base/failure.mjs';
import { nodeTool } from '../base/node-tool.ts';
import { CACHE, ROOT, VSIX } from '../base/paths.ts';
import { step } from '../base/step.mjs';
import { buildAll } from './build-all.ts';
import { unzip } from './unzip.ts';

const STAGE = join(CACHE, 'package');
const MOST_BYTES = 6_000_000;

/** Builds and packages; gives the path of the .vsix. */
export async function packageExtension(): Promise<string> {
  await buildAll();
  await rm(VSIX, { force: true });
  await stage();
  const args = [
    'package',
    '--no-dependencies',
    '--no-rewrite-relative-links',
    '--allow-missing-repository',
    '--out',
    VSIX,
  ];
  const { code, output } = await step('packaging', () => nodeTool('@vscode/vsce/vsce', args, { cwd: STAGE }));
  if (code !== 0)
    throw new Failure('vsce could not package the extension', output, 'correct package.json or .vscodeignore');
  const { size } = await stat(VSIX);
  if (size > MOST_BYTES)
    throw new Failure(
      'the package is too large',
      `${size} bytes, more than ${MOST_BYTES}`,
      'see "npx vsce ls --no-dependencies"',
    );
  process.stdout.write(`dist/spanline.vsix ${(size / 1000).toFixed(1)} KB of ${MOST_BYTES / 1000} KB\n`);
  return VSIX;
}

/**
 * vsce lists every file before it heeds .vscodeignore, the hundreds of thousands under .tools/ too: it is shown a
 * folder with only what may ship, and .vscodeignore then decides.
 */
async function stage(): Promise<void> {
  await rm(STAGE, { recursive: true, force: true });
  for (const name of ['package.json', '.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE', 'media', 'dist']) {
    if (existsSync(join(ROOT, name))) await cp(join(ROOT, name), join(STAGE, name), { recursive: true });
  }
}

/** The folder of the unpacked package's extension. */
export async function unpackExtension(vsix: string): Promise<string> {
  const target = join(CACHE, 'workbench', 'package');
  await rm(target, { recursive: true, force: true });
  await unzip(vsix, target);
  return join(target, 'extension');
}
