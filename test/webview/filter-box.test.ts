// The filter box of the view "Traces": by keyboard alone, what it offers, what it says of a text that is no filter.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './support/assert-accessible.ts';
import { eventually, waitForRows } from './support/open-pages.ts';
import { THEME_NAMES, type ThemeName } from './support/themes.ts';
import { SCREENSHOTS, useBrowser } from './support/use-browser.ts';

const browser = useBrowser();

async function openTraces(theme: ThemeName = 'dark', width = 900): Promise<Page> {
  const page = await browser().open('traces', { theme, width, height: 300, before: 'scriptedHost.addRoutes(0, 12);' });
  await waitForRows(page);
  await page.locator('[role=grid]').focus();
  return page;
}

const box = (page: Page) => page.getByRole('combobox', { name: 'Filter traces' });
const options = (page: Page) => page.getByRole('option').allTextContents();
const shownNames = async (page: Page) =>
  new Set(await page.locator('.trace-row:not([hidden]) .name').allTextContents());

test('a filter that is written is in force, is cleared by Escape, and Enter goes to the rows', async () => {
  const page = await openTraces();
  await page.keyboard.press('/');
  await page.keyboard.type('POST');
  await eventually('only what passes', async () =>
    [...(await shownNames(page))].every((name) => name.includes('POST')),
  );
  assert.match((await page.locator('.toolbar').textContent()) ?? '', /\d+ of/);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('role')), 'grid');
  await page.keyboard.press('Control+f');
  await page.keyboard.press('Escape');
  await eventually('all rows again', async () => (await shownNames(page)).size > 1);
  assert.equal(await box(page).inputValue(), '');
});

test('what may stand there is offered, chosen by keys, and undone as if written', async () => {
  const page = await openTraces();
  await box(page).focus();
  await page.keyboard.press('ArrowDown');
  await eventually('all fields', async () => (await options(page)).length === 2);
  await page.keyboard.type('st');
  await eventually('what fits', async () => (await options(page)).length === 1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  assert.equal(await box(page).inputValue(), 'status:');
  await page.keyboard.press('Control+z');
  assert.equal(await box(page).inputValue(), 'st');
  await eventually('what fits again', async () => (await options(page)).length === 1);
  await page.keyboard.press('Escape');
  await eventually('the list is closed', async () => (await page.getByRole('listbox').count()) === 0);
  assert.equal(await box(page).inputValue(), 'st', 'the first Escape closes the list alone');
});

test('a text that is no filter is told where it is wrong, and the rows stay', async () => {
  const page = await openTraces();
  const before = await shownNames(page);
  await box(page).fill('status:broken');
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match((await alert.textContent()) ?? '', /takes unset, ok or error/);
  assert.equal(await alert.locator('mark').textContent(), 'broken');
  assert.equal(await box(page).getAttribute('aria-invalid'), 'true');
  assert.deepEqual(await shownNames(page), before);
});

test('what is written outlives the page; a filter that nothing passes says so and can be taken away', async () => {
  const page = await openTraces();
  await box(page).fill('nowhere');
  await page.getByText('No trace passes the filter.').waitFor();
  await page.getByRole('button', { name: 'Show all traces' }).click();
  await waitForRows(page);
  assert.equal(await box(page).inputValue(), '');
});

for (const theme of THEME_NAMES)
  test(`offers and errors, ${theme}`, async () => {
    const page = await openTraces(theme, theme === 'light' ? 420 : 900);
    await box(page).focus();
    await page.keyboard.type('s');
    await page.keyboard.press('ArrowDown');
    await page.getByRole('listbox').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `filter-offers-${theme}.png`) });
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    await box(page).fill('status:broken');
    await page.getByRole('alert').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `filter-error-${theme}.png`) });
    await assertAccessible(page);
  });
