// Both pages, in the four kinds of theme and in narrow places: axe finds nothing, nothing is cut off. Screenshots are kept.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './support/assert-accessible.ts';
import { showCheckout, waitForRows } from './support/open-pages.ts';
import { THEME_NAMES } from './support/themes.ts';
import { traceId } from './support/trace-spec.ts';
import { unfinishedTrace } from './support/unfinished-trace.ts';
import { SCREENSHOTS, useBrowser } from './support/use-browser.ts';

const browser = useBrowser();

const SESSION = 'scriptedHost.addRoutes(1, 24); scriptedHost.addCheckout(99, 30000);';

for (const theme of THEME_NAMES) {
  test(`traces, ${theme}`, async () => {
    const page = await browser().open('traces', { theme, width: 1200, height: 320, before: SESSION });
    await waitForRows(page);
    await page.locator('[role=grid]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(60);
    await page.screenshot({ path: join(SCREENSHOTS, `traces-${theme}.png`) });
    await assertAccessible(page);
  });

  test(`a trace that runs, ${theme}`, async () => {
    const running = `scriptedHost.add(${JSON.stringify(unfinishedTrace(4, 'running'))}); scriptedHost.setView({ trace: '${traceId(4)}' });`;
    const page = await browser().open('trace', { theme, width: 1280, height: 300, before: running });
    await waitForRows(page);
    await page.locator('.span-row .name', { hasText: 'import prices' }).click();
    await page.locator('.span-details').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `running-${theme}.png`) });
    await assertAccessible(page);
  });

  test(`trace, ${theme}`, async () => {
    const page = await browser().open('trace', { theme, width: 1280, height: 680, before: showCheckout(99) });
    await waitForRows(page);
    await page.locator('.span-row .name', { hasText: /^charge$/ }).click();
    await page.locator('.span-details').waitFor();
    await page.waitForTimeout(60);
    await page.screenshot({ path: join(SCREENSHOTS, `trace-${theme}.png`) });
    await assertAccessible(page);
  });

  test(`empty, ${theme}`, async () => {
    const page = await browser().open('traces', { theme, width: 700, height: 240 });
    await page.locator('.empty').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `empty-${theme}.png`) });
    await assertAccessible(page);
  });
}

const overflows = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth);

test('traces in 400 pixels, and in 200 at the zoom of 200 %', async () => {
  const page = await browser().open('traces', {
    width: 400,
    height: 500,
    before: `${SESSION} scriptedHost.setView({ filter: { site: { file: '/a/cart.ts', line: 42 } } });`,
  });
  await waitForRows(page);
  await page.waitForTimeout(60);
  await page.screenshot({ path: join(SCREENSHOTS, 'traces-narrow.png') });
  assert.equal(await overflows(page), false);
  const name = await page.locator('.trace-row:not([hidden]) .name-cell').first().boundingBox();
  assert.ok(name && name.width >= 100, `${name?.width}`);
  await assertAccessible(page);
  await page.setViewportSize({ width: 200, height: 250 });
  assert.equal(await overflows(page), false);
});

test('trace in 400 pixels: the details are below', async () => {
  const page = await browser().open('trace', { width: 400, height: 700, scale: 2, before: showCheckout(99) });
  await waitForRows(page);
  await page.locator('.span-row .name', { hasText: /^charge$/ }).click();
  await page.locator('.span-details').waitFor();
  await page.waitForTimeout(60);
  await page.screenshot({ path: join(SCREENSHOTS, 'trace-narrow.png') });
  assert.equal(await overflows(page), false);
  const tree = await page.locator('[role=treegrid]').boundingBox();
  const details = await page.locator('.details-place').boundingBox();
  assert.ok(tree && details && details.y >= tree.y + tree.height - 1 && tree.height > 200);
  await assertAccessible(page);
});

test('the canvas follows a change of the theme', async () => {
  const page = await browser().open('trace', { before: showCheckout(99) });
  await waitForRows(page);
  const color = () => page.locator('#app').evaluate((app) => app.style.getPropertyValue('--service-0'));
  const before = await color();
  await page.evaluate(() => {
    document.documentElement.style.setProperty('--vscode-charts-blue', '#ffffff');
    document.body.className = 'vscode-dark other';
  });
  await page.waitForTimeout(60);
  assert.notEqual(await color(), before);
});
