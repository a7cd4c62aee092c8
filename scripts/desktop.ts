// npm run test:desktop: the workbench suites in the desktop VS Code, downloaded where that can be reached.
import { join } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { toSuiteFolders } from '../test/workbench/run/suite-folder.ts';
import { readArguments } from './base/arguments.ts';
import { Failure, main } from './base/failure.mjs';
import { ROOT, TOOLS } from './base/paths.ts';
import { packageExtension, unpackExtension } from './bundle/package-extension.ts';
import { runDesktopFolder } from './desktop/run-desktop-folder.ts';
import { prepareWorkspace } from './install/workspace.ts';
import { addCounts, NOTHING, toClosingLine } from './rings/counts.ts';
import { findTests } from './rings/find-tests.ts';

await main(async () => {
  const { values } = readArguments(
    { only: { type: 'string', default: '' }, version: { type: 'string', default: 'stable' } },
    'npm run test:desktop [-- --version 1.103.0] [--only <part of a path>]',
  );
  const program = await download(values.version);
  const extension = await unpackExtension(await packageExtension());
  const files = (await findTests('test/workbench/suites/**/*.test.ts')).filter((file) => file.includes(values.only));
  let total = NOTHING;
  for (const folder of toSuiteFolders(files.map((file) => join(ROOT, file)))) {
    process.stdout.write(`\n--- ${folder.name}, desktop ${values.version}\n`);
    await prepareWorkspace(join(ROOT, folder.options.workspace));
    total = addCounts(total, await runDesktopFolder({ program, extension, folder }));
  }
  process.stdout.write(`\n${toClosingLine(total)}\n`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});

async function download(version: string): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: join(TOOLS, 'desktop-editors') });
  } catch (error) {
    throw new Failure(
      `VS Code ${version} could not be downloaded`,
      error instanceof Error ? error.message : String(error),
      'check the network; "npm run test:workbench" runs the same suites in the editor from npm, without a download from the vendor',
    );
  }
}
