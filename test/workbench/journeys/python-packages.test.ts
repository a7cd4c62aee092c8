// A Python service in whose environment nothing traces: a question, packages in a folder of ours, and its spans on their lines.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { ROOT } from '../../../scripts/base/paths.ts';
import { readSpans, TRACE_PAGE, TRACE_ROWS, TRACES_PAGE } from '../../../scripts/check/pages.ts';
import { formatPlaces, waitForPlace } from '../../../scripts/check/revealed.ts';
import { openTrace, pressF5 } from '../../../scripts/check/tour.ts';
import { installPython, missingPython } from '../../process/hooks-python/install-python.ts';
import { type Journey, travel } from './open-journey.ts';

const FIXTURES = join(ROOT, 'test/workbench/fixtures');
const WAIT = 30_000;
/** For pip, on a machine that is busy. */
const INSTALLING = 240_000;

async function writeLaunch(workspace: string): Promise<void> {
  const python = await installPython('requirements-plain.txt');
  const launch = { name: 'bakery', type: 'debugpy', request: 'launch', program: join(workspace, 'app.py'), python };
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(
    join(workspace, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [{ ...launch, console: 'internalConsole' }] }),
  );
}

function journeyOf(name: string): Journey {
  return {
    name,
    workspace: join(FIXTURES, 'python-plain'),
    extensions: [join(FIXTURES, 'debugpy-stub')],
    prepare: writeLaunch,
  };
}

function notification(page: Page, text: RegExp): Locator {
  return page.locator('.notification-toast').filter({ hasText: text }).first();
}

const QUESTION = /“bakery” uses requests, and lacks the packages to trace that\. Install them for Python 3\.\d+/;

test('F5, Install, Run Again: the spans are there, on their lines', { timeout: 500_000, skip: missingPython }, () =>
  travel(journeyOf('python-packages'), async (editor, workspace, evidence) => {
    const { page } = editor;
    const picture = (name: string) => page.screenshot({ path: join(evidence, `${name}.png`) });
    await pressF5(editor);
    const question = notification(page, QUESTION);
    await question.waitFor({ timeout: WAIT });
    await picture('question');
    await question.getByRole('button', { name: 'Install', exact: true }).click();
    await notification(page, /Installing packages that trace programs of Python 3\.\d+: \w/).waitFor({ timeout: WAIT });
    await picture('progress');
    const done = notification(page, /are installed\. Run “bakery” again/);
    await done.waitFor({ timeout: INSTALLING });
    await picture('installed');
    await done.getByRole('button', { name: 'Run Again' }).click();

    await openTrace(editor);
    const trace = await editor.webview(TRACE_PAGE, WAIT);
    await trace.locator(TRACE_ROWS).getByText('GET /loaves/<int:number>', { exact: true }).waitFor({ timeout: WAIT });
    const lines = (await readFile(join(workspace, 'app.py'), 'utf8')).split('\n');
    const spans = await readSpans(trace);
    assert.deepEqual(spans.map(({ name }) => name).sort(), ['GET', 'GET /loaves/<int:number>']);
    for (const { name, target } of spans) {
      const line = lines.findIndex((text) => text.endsWith(`# span: ${name}`)) + 1;
      await target.click();
      const seen = await waitForPlace(page, { file: 'app.py', line }, 10_000);
      if (seen !== 'there') assert.fail(`${name} is made at line ${line}, shown is ${formatPlaces(seen)}`);
    }
    await picture('traced');
    assert.equal(await notification(page, QUESTION).count(), 0, 'what is there is not asked for');
  }),
);

test(
  'Not Now is remembered, the doctor offers it all the same, and Cancel leaves nothing',
  {
    timeout: 300_000,
    skip: missingPython,
  },
  () =>
    travel(journeyOf('python-packages-later'), async (editor, _workspace, evidence) => {
      const { page } = editor;
      await pressF5(editor);
      await notification(page, QUESTION).getByRole('button', { name: 'Not Now' }).click({ timeout: WAIT });
      await page.keyboard.press('Shift+F5');
      await page.locator('.debug-toolbar').first().waitFor({ state: 'hidden', timeout: WAIT });

      await page.keyboard.press('F5');
      await page.locator('.debug-toolbar').first().waitFor({ timeout: WAIT });
      await runCommand(page, 'Spanline: Why do I see no spans?');
      const traces = await editor.webview(TRACES_PAGE, WAIT);
      const finding = traces
        .getByRole('listitem')
        .filter({ hasText: 'the packages that would trace it are not installed' });
      // It may look before the program has come to import what is traced.
      for (let look = 0; look < 10 && !(await finding.first().isVisible()); look++) {
        await page.waitForTimeout(1000);
        await runCommand(page, 'Spanline: Why do I see no spans?');
        await page.waitForTimeout(1000);
      }
      await page.screenshot({ path: join(evidence, 'doctor.png') });
      assert.equal(await notification(page, QUESTION).count(), 0, 'the answer is remembered');
      await finding.first().getByRole('button', { name: 'Install for Tracing' }).click({ timeout: WAIT });
      const progress = notification(page, /Installing packages that trace programs/);
      await progress.getByRole('button', { name: 'Cancel' }).click({ timeout: WAIT });
      await progress.waitFor({ state: 'hidden', timeout: WAIT });
      await runCommand(page, 'Spanline: Remove Installed Python Packages');
      await notification(page, /Python packages/).waitFor({ timeout: WAIT });
      await page.screenshot({ path: join(evidence, 'removed.png') });
    }),
);

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().click({ timeout: WAIT });
}
