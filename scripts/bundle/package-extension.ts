// Makes the .vsix, and unpacks it for those who load it as a folder: tests run what ships, not what lies around.
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../base/failure.mjs';
import { nodeTool } from '../base/node-tool.ts';
import { CACHE, VSIX } from '../base/paths.ts';
import { step } from '../base/step.mjs';
import { buildAll } from './build-all.ts';
import { unzip } from './unzip.ts';

const MOST_BYTES = 6_000_000;

/** Builds and packages; gives the path of the .vsix. */
export async function packageExtension(): Promise<string> {
  await buildAll();
  await rm(VSIX, { force: true });
  const { code, output } = await step('packaging', () => nodeTool('@vscode/vsce/vsce', ['package', '--no-dependencies', '--out', VSIX]));
  if (code !== 0) throw new Failure('vsce could not package the extension', output, 'correct package.json or .vscodeignore');
  const { size } = await stat(VSIX);
  if (size > MOST_BYTES) throw new Failure('the package is too large', `${size} bytes, more than ${MOST_BYTES}`, 'see "npx vsce ls --no-dependencies"');
  process.stdout.write(`dist/spanline.vsix ${(size / 1000).toFixed(1)} KB of ${MOST_BYTES / 1000} KB\n`);
  return VSIX;
}

/** The folder of the unpacked package's extension. */
export async function unpackExtension(vsix: string): Promise<string> {
  const target = join(CACHE, 'workbench', 'package');
  await rm(target, { recursive: true, force: true });
  await unzip(vsix, target);
  return join(target, 'extension');
}
