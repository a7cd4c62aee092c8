// npm start -- --check: takes the tour in npm's editor, with the packaged extension, and says what it saw.
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Page } from 'playwright-core';
import { copyWorkspace } from '../../test/workbench/run/copy-workspace.ts';
import { openEditor } from '../../test/workbench/run/open-editor.ts';
import { Failure } from '../base/failure.mjs';
import { CACHE, EXAMPLE, ROOT } from '../base/paths.ts';
import { ensureBrowser } from '../install/browser.ts';
import { ensureEditor } from '../install/editor.ts';
import { findMarks } from './marks.ts';
import { takeTour } from './tour.ts';

const EVIDENCE = join(CACHE, 'check');

export async function runCheck(vsix: string, screenshot: string): Promise<void> {
  const browser = await ensureBrowser();
  const lane = await ensureEditor('newest');
  const marks = await findMarks(EXAMPLE);
  const workspace = await copyWorkspace(EXAMPLE);
  try {
    const editor = await openEditor({ lane, browser, workspace: workspace.path, vsix: [vsix], evidence: EVIDENCE });
    try {
      const tour = await takeTour(editor, marks);
      process.stdout.write(`trace: ${tour.spans} spans of ${tour.services.join(', ')}\n`);
      for (const line of tour.revealed) process.stdout.write(`revealed: ${line}\n`);
      if (tour.problems.length > 0)
        throw new Failure('the check saw something wrong', tour.problems.join('\n'), evidenceRemedy());
      await mkdir(dirname(screenshot), { recursive: true });
      await arrangeForPicture(editor.page);
      await editor.page.screenshot({ path: screenshot });
      process.stdout.write(`picture: ${relative(ROOT, screenshot)}\nthe check passed\n`);
    } catch (error) {
      await editor.keepEvidence();
      throw error instanceof Failure
        ? error
        : new Failure('the check got stuck', error instanceof Error ? error.message : String(error), evidenceRemedy());
    } finally {
      await editor.close();
    }
  } finally {
    await workspace.remove();
  }
}

/** The picture is the README's: wide, without the side bar, when nothing flashes any more. */
async function arrangeForPicture(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Control+b');
  await page.waitForTimeout(4000);
}

function evidenceRemedy(): string {
  return `look at failure.png and log.txt in ${relative(ROOT, EVIDENCE)}`;
}
