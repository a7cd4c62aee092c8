// Runs folders of suites in the editor lanes, one start of an editor for each folder and lane.
import { join } from 'node:path';
import type { EditorLane } from '../../test/workbench/run/lane.ts';
import { runSuiteFolder } from '../../test/workbench/run/run-suite-folder.ts';
import { toSuiteFolders } from '../../test/workbench/run/suite-folder.ts';
import type { Counts } from '../../test/workbench/run/suite-report.ts';
import { ROOT } from '../base/paths.ts';
import { prepareWorkspace } from '../install/workspace.ts';
import { addCounts, NOTHING } from './counts.ts';

interface WorkbenchTests {
  readonly files: readonly string[];
  readonly lanes: readonly EditorLane[];
  readonly extension: string;
  readonly browser: string;
}

export async function runWorkbenchTests({ files, lanes, extension, browser }: WorkbenchTests): Promise<Counts> {
  let total = NOTHING;
  for (const folder of toSuiteFolders(files.map((file) => join(ROOT, file)))) {
    await prepareWorkspace(join(ROOT, folder.options.workspace));
    for (const lane of lanes) {
      if (folder.options.lanes?.includes(lane.name) === false) continue;
      process.stdout.write(`\n--- ${folder.name}, ${lane.name} editor\n`);
      const counts = await runSuiteFolder({ root: ROOT, extension, browser, lane, folder }).catch((error: unknown) => {
        process.stdout.write(`${error instanceof Error ? error.stack : error}\n`);
        return { ...NOTHING, failed: 1 };
      });
      total = addCounts(total, counts);
    }
  }
  return total;
}
