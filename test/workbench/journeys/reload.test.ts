// A reload of the window: the tab "Trace" comes back with its trace and its selection, although all processes are new.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXAMPLE } from '../../../scripts/base/paths.ts';
import { TRACE_PAGE, TRACE_ROWS, TRACES_PAGE } from '../../../scripts/check/pages.ts';
import { openTrace, pressF5 } from '../../../scripts/check/tour.ts';
import { prepareWorkspace } from '../../../scripts/install/workspace.ts';
import type { OpenEditor } from '../run/open-editor.ts';
import { travel } from './open-journey.ts';

/** What the tab shows. */
async function look(editor: OpenEditor) {
  const trace = await editor.webview(TRACE_PAGE, 60_000);
  const selected = trace.locator(`${TRACE_PAGE} [role=row][aria-selected=true] .name`);
  await selected.waitFor({ timeout: 30_000 });
  return {
    title: await trace.locator('h1, h2').first().innerText(),
    selected: await selected.innerText(),
    names: await trace.locator(`${TRACE_ROWS} .name`).allInnerTexts(),
    started: await trace
      .getByText(/\d\d:\d\d:\d\d\.\d{3}/)
      .first()
      .innerText(),
  };
}

test('a reload restores the trace, its selection and the list', { timeout: 240_000 }, async () => {
  await prepareWorkspace(EXAMPLE);
  await travel({ name: 'reload', workspace: EXAMPLE }, async (editor, _workspace, evidence) => {
    const { page } = editor;
    await pressF5(editor);
    await openTrace(editor);
    const trace = await editor.webview(TRACE_PAGE, 30_000);
    await trace.locator(TRACE_ROWS).getByText('reserve stock', { exact: true }).click();
    await page.waitForTimeout(1500);
    const before = await look(editor);
    assert.equal(before.selected, 'reserve stock');
    await page.keyboard.press('Shift+F5');
    await page.locator('.debug-toolbar').first().waitFor({ state: 'hidden', timeout: 20_000 });

    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>Developer: Reload Window');
    await page.keyboard.press('Enter');
    await page.waitForEvent('load', { timeout: 60_000 });
    assert.deepEqual(await look(editor), before);
    const traces = await editor.webview(TRACES_PAGE, 30_000);
    await traces.getByRole('row').filter({ hasText: 'inventory' }).first().waitFor({ timeout: 20_000 });
    await page.screenshot({ path: join(evidence, 'restored.png') });

    // Modal questions are not asked inside of a suite: here they are.
    const run = async (command: string) => {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill(`>${command}`);
      await page.keyboard.press('Enter');
    };
    await run('Spanline: Delete All Kept Runs');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText('Delete All', { exact: true }).waitFor({ timeout: 20_000 });
    await page.screenshot({ path: join(evidence, 'delete.png') });
    await dialog.getByText('Delete All', { exact: true }).click();
    await page
      .locator('.notification-toast')
      .filter({ hasText: /runs? w(as|ere) deleted/ })
      .waitFor({ timeout: 20_000 });
    await run('Spanline: Open an Earlier Run');
    await page.locator('.notification-toast').filter({ hasText: 'no run is kept yet' }).waitFor({ timeout: 20_000 });
  });
});
