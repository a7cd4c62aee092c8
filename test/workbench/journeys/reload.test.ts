// A reload of the window: the tab "Trace" comes back with its trace and its selection, although all processes are new.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { CACHE, EXAMPLE } from '../../../scripts/base/paths.ts';
import { packageExtension } from '../../../scripts/bundle/package-extension.ts';
import { TRACE_PAGE, TRACE_ROWS, TRACES_PAGE } from '../../../scripts/check/pages.ts';
import { openTrace, pressF5 } from '../../../scripts/check/tour.ts';
import { ensureBrowser } from '../../../scripts/install/browser.ts';
import { ensureEditor } from '../../../scripts/install/editor.ts';
import { prepareWorkspace } from '../../../scripts/install/workspace.ts';
import { copyWorkspace } from '../run/copy-workspace.ts';
import { openEditor } from '../run/open-editor.ts';

test('a reload restores the trace, its selection and the list', { timeout: 240_000 }, async () => {
  await prepareWorkspace(EXAMPLE);
  const workspace = await copyWorkspace(EXAMPLE);
  const editor = await openEditor({
    lane: await ensureEditor('newest'),
    browser: await ensureBrowser(),
    workspace: workspace.path,
    vsix: [await packageExtension()],
    evidence: join(CACHE, 'workbench', 'journeys', 'reload'),
  });
  const { page } = editor;
  const look = async () => {
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
  };
  try {
    await pressF5(editor);
    await openTrace(editor);
    const trace = await editor.webview(TRACE_PAGE, 30_000);
    await trace.locator(TRACE_ROWS).getByText('reserve stock', { exact: true }).click();
    await page.waitForTimeout(1500);
    const before = await look();
    assert.equal(before.selected, 'reserve stock');
    await page.keyboard.press('Shift+F5');
    await page.locator('.debug-toolbar').first().waitFor({ state: 'hidden', timeout: 20_000 });

    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill('>Developer: Reload Window');
    await page.keyboard.press('Enter');
    await page.waitForEvent('load', { timeout: 60_000 });
    const after = await look();
    assert.deepEqual(after, before);
    const traces = await editor.webview(TRACES_PAGE, 30_000);
    await traces.getByRole('row').filter({ hasText: 'inventory' }).first().waitFor({ timeout: 20_000 });
    await page.screenshot({ path: join(CACHE, 'workbench', 'journeys', 'reload', 'restored.png') });
  } catch (error) {
    await editor.keepEvidence();
    throw error;
  } finally {
    await editor.close();
    await workspace.remove();
  }
});
