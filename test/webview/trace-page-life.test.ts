// The tab "Trace" and what comes and goes around it: states that are restored, requests of the editor, a store that restarts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { callsOf, eventually, openCheckoutIn, selectedName, waitForRows } from './support/open-pages.ts';
import { spanId, traceId } from './support/trace-spec.ts';

let browser: TestBrowser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser[Symbol.asyncDispose]());

const openCheckout = openCheckoutIn(() => browser);
const heading = (page: Page) => page.locator('.span-details h2');
const rowCount = (page: Page) => page.locator('[role=treegrid]').getAttribute('aria-rowcount');

test('a page that comes back finds its trace and span again', async () => {
  const page = await browser.open('trace', {
    height: 300,
    before: 'scriptedHost.addRoutes(1, 3); scriptedHost.addCheckout(7);',
    state: { version: 1, trace: traceId(7), span: spanId(2 + 9 + 5 + 7 + 14) },
  });
  await waitForRows(page);
  await eventually('selected again', async () => (await page.locator('.span-row[aria-selected="true"]').count()) === 1);
  const name = await selectedName(page);
  await eventually('its details', async () => (await heading(page).textContent()) === name);
  assert.equal(await page.locator('.span-row[aria-selected="true"]').isVisible(), true);
  // Restoring is no reason to move the user's editor.
  assert.equal((await callsOf(page, 'reveal')).length, 0);
});

test('what is selected is kept as state', async () => {
  const page = await openCheckout();
  await page.locator('.span-row .name', { hasText: /^charge$/ }).click();
  await eventually('state', async () =>
    page.evaluate(
      (expected) => JSON.stringify(window.scriptedHost.state) === expected || window.scriptedHost.state,
      JSON.stringify({ version: 1, trace: traceId(7), span: spanId(14) }),
    ),
  );
});

test('the editor switches the trace', async () => {
  const page = await openCheckout();
  await page.evaluate(() => window.scriptedHost.addRoutes(1, 1));
  await page.evaluate((trace) => window.scriptedHost.setView({ trace }), traceId(1));
  await page.getByRole('heading', { name: 'GET /products' }).waitFor();
  await eventually('its rows', async () => (await rowCount(page)) === '10');
  assert.equal(await page.locator('.span-details').count(), 0);
});

test('a trace that has gone is said to be gone', async () => {
  const page = await openCheckout();
  await page.evaluate(() => window.scriptedHost.clear());
  await page.getByText('This trace is no longer here.').waitFor();
  assert.equal(await page.locator('[role=treegrid]').isVisible(), false);
});

test('without a trace the page says where to choose one', async () => {
  const page = await browser.open('trace');
  await page.getByText('No trace chosen.').waitFor();
});

test('a restarted store loses the connection, not what is shown', async () => {
  const page = await openCheckout();
  await page.evaluate(() => window.scriptedHost.disconnect());
  await page.getByText('Reconnecting to the trace store').waitFor();
  assert.ok((await page.locator('.span-row:not([hidden])').count()) === 18);
  await page.evaluate(() => window.scriptedHost.reconnect());
  await eventually('the notice is gone', async () => (await page.getByText('Reconnecting').count()) === 0);
});
