// Statistics by service and name in the view "Traces": what they say, and the way from a row to its traces.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './support/assert-accessible.ts';
import { callsOf, eventually, waitForRows } from './support/open-pages.ts';
import { THEME_NAMES, type ThemeName } from './support/themes.ts';
import { SCREENSHOTS, useBrowser } from './support/use-browser.ts';

const browser = useBrowser();

async function openStatistics(theme: ThemeName = 'dark', width = 1000): Promise<Page> {
  const page = await browser().open('traces', { theme, width, height: 300, before: 'scriptedHost.addRoutes(0, 12);' });
  await waitForRows(page);
  await page.getByRole('button', { name: 'Statistics' }).click();
  await page.getByRole('table').waitFor();
  return page;
}

test('say count, errors, durations and their sum, and lead to the traces of a name by keyboard', async () => {
  const page = await openStatistics();
  const rows = await page.getByRole('row').allInnerTexts();
  assert.match(rows[1] ?? '', /gateway\s+GET \/products\s+1,200\s+3\s+12 ms\s+41 ms\s+88 ms\s+18 s/);
  assert.match(rows[3] ?? '', /\(other names\)/);
  assert.equal(await page.locator('[role=grid]').isVisible(), false);
  await page.getByRole('button', { name: 'SELECT "products"' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[role=combobox]').waitFor();
  assert.equal(await page.getByRole('combobox').inputValue(), 'service:catalog name:SELECT');
  await eventually('the store is asked for them', async () =>
    JSON.stringify(await callsOf(page, 'traces')).includes('SELECT'),
  );
  assert.equal(await page.getByRole('table').count(), 0);
});

for (const theme of THEME_NAMES)
  test(`statistics, ${theme}`, async () => {
    const page = await openStatistics(theme, theme === 'hc-light' ? 420 : 1000);
    await page.screenshot({ path: join(SCREENSHOTS, `statistics-${theme}.png`) });
    await assertAccessible(page);
  });
