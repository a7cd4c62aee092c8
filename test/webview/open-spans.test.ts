// Spans that have not ended: they say so in words, they grow while one looks, and what they become takes their place.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { callsOf, eventually, selectedName, waitForRows } from './support/open-pages.ts';
import { traceId } from './support/trace-spec.ts';
import { type CheckoutState, unfinishedTrace } from './support/unfinished-trace.ts';

let browser: TestBrowser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser[Symbol.asyncDispose]());

const show = (state: CheckoutState) =>
  `scriptedHost.add(${JSON.stringify(unfinishedTrace(4, state))}); scriptedHost.setView({ trace: '${traceId(4)}' });`;

async function open(state: CheckoutState): Promise<Page> {
  const page = await browser.open('trace', { before: show(state) });
  await waitForRows(page);
  return page;
}

const tree = (page: Page) => page.locator('[role=treegrid]').ariaSnapshot();
const facts = async (page: Page) => (await page.locator('.span-details').textContent()) ?? '';
const select = (page: Page, name: string) => page.locator('.span-row .name', { hasText: name }).click();
const total = (page: Page) => page.locator('.trace-header .total').textContent();

function secondsOf(text: string | null): number {
  return Number(/^running, ([\d.]+) s$/.exec(text ?? '')?.[1]);
}

test('an open span is running, for longer and longer, in words', async () => {
  const page = await open('running');
  assert.match(
    await tree(page),
    /row "Running\. This span has not ended yet\. POST \/checkout gateway running, [\d.]+ s"/,
  );
  assert.match(await tree(page), /row "validate cart gateway 96 ms"/);
  const time = async () => secondsOf(await page.locator('.span-row .time').first().textContent());
  const before = await time();
  assert.ok(before >= 1.24 && secondsOf(await total(page)) >= before);
  await eventually('it has grown', async () => (await time()) > before && secondsOf(await total(page)) > before);
  await select(page, 'POST /checkout');
  await eventually('the details say it', async () =>
    /Durationrunning.*This span has not ended yet\./.test(await facts(page)),
  );
});

test('a trace that has ended is painted no more', async () => {
  const page = await open('ended');
  const before = await tree(page);
  await page.waitForTimeout(1500);
  assert.equal(await tree(page), before);
});

test('a span that was cut off says after how long, and why', async () => {
  const page = await open('cut off');
  assert.match(
    await tree(page),
    /row "Cut off\. The process ended before this span did\. POST \/checkout gateway cut off after 1\.24 s"/,
  );
  assert.equal(await total(page), '1.24 s');
  await select(page, 'reserve stock');
  await eventually('the details say it', async () =>
    /Durationcut off after 540 ms.*The process ended before this span did\./.test(await facts(page)),
  );
});

test('when it ends, it keeps its place, the selection and what is collapsed; the details become complete', async () => {
  const page = await open('running');
  await page.locator('.span-row', { hasText: 'charge card' }).locator('.twistie').click();
  await select(page, 'reserve stock');
  await eventually('its details', async () => /Durationrunning/.test(await facts(page)));
  const reveals = (await callsOf(page, 'reveal')).length;
  await page.locator('.span-row', { hasText: 'reserve stock' }).locator('.twistie').click();
  await page.evaluate((spec) => window.scriptedHost.grow(spec), unfinishedTrace(4, 'ended', 3000));
  await eventually('it has ended', async () => /POST \/checkout gateway 3 s/.test(await tree(page)));
  assert.equal(await selectedName(page), 'reserve stock');
  assert.match(
    await tree(page),
    /row "reserve stock stock 2\.3 s" \[level=2\] \[selected\]|row "reserve stock stock 2\.3 s".*selected/,
  );
  assert.equal(await page.locator('.span-row:not([hidden])').count(), 5);
  await eventually('the details', async () => /Duration2\.3 s/.test(await facts(page)));
  assert.equal((await callsOf(page, 'reveal')).length, reveals, 'the editor is left where it is');
  assert.equal(await total(page), '3 s');
});

test('the table says of a trace that it runs, or was cut off', async () => {
  const page = await browser.open('traces', {
    before: `for (const spec of ${JSON.stringify([unfinishedTrace(1, 'ended'), unfinishedTrace(2, 'cut off'), unfinishedTrace(3, 'running')])})
      scriptedHost.add(spec);`,
  });
  await waitForRows(page);
  const rows = await page.locator('[role=grid]').ariaSnapshot();
  assert.match(rows, /row "Still running\. Has errors .* POST \/checkout .* running"/);
  assert.match(rows, /row "Cut off\. Has errors .* POST \/checkout\(cut off\) .* 1\.24 s"/);
});
