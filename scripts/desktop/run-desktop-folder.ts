// Runs one folder of suites in a desktop VS Code; what they do from outside reaches its window through DevTools.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { chromium, type Page } from 'playwright-core';
import { bundleSuites } from '../../test/workbench/run/bundle-suites.ts';
import { copyWorkspace } from '../../test/workbench/run/copy-workspace.ts';
import { freePort } from '../../test/workbench/run/free-port.ts';
import { createHands } from '../../test/workbench/run/hands.ts';
import { serveOutside } from '../../test/workbench/run/outside.ts';
import { QUIET_SETTINGS, trustSettings } from '../../test/workbench/run/quiet-settings.ts';
import { createScratch } from '../../test/workbench/run/scratch.ts';
import type { SuiteFolder } from '../../test/workbench/run/suite-folder.ts';
import { type Counts, followReport } from '../../test/workbench/run/suite-report.ts';
import { CACHE, ROOT } from '../base/paths.ts';

interface DesktopRun {
  readonly program: string;
  readonly extension: string;
  readonly folder: SuiteFolder;
}

export async function runDesktopFolder({ program, extension, folder }: DesktopRun): Promise<Counts> {
  const { options } = folder;
  const evidence = join(CACHE, 'workbench', 'desktop', folder.name);
  rmSync(evidence, { recursive: true, force: true });
  mkdirSync(evidence, { recursive: true });
  const suite = await bundleSuites(folder, join(evidence, 'bundle'));
  const workspace = await copyWorkspace(join(ROOT, options.workspace));
  const scratch = createScratch({ ...QUIET_SETTINGS, ...trustSettings(options.trust), ...options.settings });
  const report = followReport(join(evidence, 'lines.txt'), join(evidence, 'result.json'), (text) =>
    process.stdout.write(text),
  );
  const port = await freePort();
  let page: Promise<Page> | undefined;
  const outside = await serveOutside(async () => {
    page ??= findWindow(port);
    return [await page, createHands(await page, evidence)];
  });
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: [extension, ...options.extensions.map((path) => join(ROOT, path))],
      extensionTestsPath: suite,
      extensionTestsEnv: { ...report.env, SPANLINE_TEST_OUTSIDE: outside.url },
      launchArgs: [
        workspace.path,
        ...['--user-data-dir', scratch.data, '--extensions-dir', scratch.extensions],
        ...['--disable-extensions', '--skip-welcome', '--disable-telemetry', `--remote-debugging-port=${port}`],
        ...(options.trust ? [] : ['--disable-workspace-trust']),
      ],
    });
  } catch (error) {
    writeFileSync(join(evidence, 'log.txt'), String(error));
  } finally {
    report.stop();
    outside.close();
    scratch.remove();
    await workspace.remove();
  }
  return report.result() ?? { passed: 0, failed: 1, skipped: 0 };
}

async function findWindow(port: number): Promise<Page> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const pages = browser.contexts().flatMap((context) => context.pages());
  const window = pages.find((page) => page.url().includes('workbench'));
  if (window === undefined) throw new Error('VS Code shows no window');
  return window;
}
