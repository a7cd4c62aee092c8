// Writes an extension that does nothing: what any extension costs an editor.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BENCH_CACHE } from './places.ts';

/** Answers with its folder; its id is spanline-bench.<name>. */
export async function writeEmptyExtension(name: string): Promise<string> {
  const folder = join(BENCH_CACHE, 'extensions', name);
  const manifest = {
    ...{ name, publisher: 'spanline-bench', version: '1.0.0', main: './extension.cjs', activationEvents: [] },
    engines: { vscode: '^1.103.0' },
    extensionKind: ['workspace'],
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'extension.cjs'), "require('vscode');\nexports.activate = () => {};\n");
  return folder;
}
