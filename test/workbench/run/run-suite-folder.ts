// Runs one folder of suites in one editor, and judges it by the result that it left: an extension host that dies
// ends with exit code 0.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleSuites } from './bundle-suites.ts';
import { copyWorkspace } from './copy-workspace.ts';
import { createDeferred } from './deferred.ts';
import type { EditorLane } from './lane.ts';
import { openEditor } from './open-editor.ts';
import type { SuiteFolder } from './suite-folder.ts';
import { type Counts, followReport } from './suite-report.ts';

export interface SuiteRun {
  readonly root: string;
  /** The unpacked extension under test. */
  readonly extension: string;
  readonly browser: string;
  readonly lane: EditorLane;
  readonly folder: SuiteFolder;
}

export async function runSuiteFolder({ root, extension, browser, lane, folder }: SuiteRun): Promise<Counts> {
  const evidence = join(root, '.cache', 'workbench', lane.name, folder.name);
  await rm(evidence, { recursive: true, force: true });
  await mkdir(evidence, { recursive: true });
  const suite = await bundleSuites(folder, join(evidence, 'bundle'));
  const workspace = await copyWorkspace(join(root, folder.options.workspace));
  const report = followReport(join(evidence, 'lines.txt'), join(evidence, 'result.json'), (text) =>
    process.stdout.write(text),
  );
  try {
    const editor = await openEditor({
      lane,
      browser,
      evidence,
      suite,
      workspace: workspace.path,
      extensions: [extension, ...folder.options.extensions.map((path) => join(root, path))],
      settings: folder.options.settings,
      trust: folder.options.trust,
      env: report.env,
    });
    try {
      const why = await waitForEnd(editor.ended, folder.options.timeoutSeconds);
      const counts = report.result();
      const failure = judge(counts, why);
      if (failure === undefined && counts !== undefined) return counts;
      await editor.keepEvidence();
      process.stdout.write(`${lane.name}/${folder.name}: ${failure}; picture and log are in ${evidence}\n`);
      return { passed: counts?.passed ?? 0, failed: Math.max(counts?.failed ?? 0, 1), skipped: counts?.skipped ?? 0 };
    } finally {
      await editor.close();
    }
  } finally {
    report.stop();
    await workspace.remove();
  }
}

/** Why the suite did not end well, where the workbench or the clock says so. */
async function waitForEnd(
  ended: Promise<{ code: number; reason?: string }>,
  seconds: number,
): Promise<string | undefined> {
  const { promise: late, resolve } = createDeferred<string>();
  const timer = setTimeout(() => resolve(`no end after ${seconds} s`), seconds * 1000);
  const end = ended.then(
    ({ code, reason }) => reason ?? (code === 0 ? undefined : `the suite ended with code ${code}`),
  );
  const why = await Promise.race([end, late]);
  clearTimeout(timer);
  return why;
}

function judge(counts: Counts | undefined, why: string | undefined): string | undefined {
  if (counts === undefined) return why ?? 'the extension host ended without a result';
  if (counts.failed > 0) return `${counts.failed} failed`;
  if (counts.passed + counts.skipped === 0) return 'no test ran';
  return why;
}
