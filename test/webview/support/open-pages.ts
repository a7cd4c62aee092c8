// What tests of both pages do again and again.

import type { Page } from 'playwright-core';
import type { TestBrowser } from '../../support/browser.ts';
import { traceId } from './trace-spec.ts';

/** Script that runs before the page: the checkout trace, shown. */
export function showCheckout(number: number): string {
  return `scriptedHost.addCheckout(${number}); scriptedHost.setView({ trace: ${JSON.stringify(traceId(number))} });`;
}

/** The browser is asked for when a page is opened: it is started before the tests, not before this. */
export function openCheckoutIn(browser: () => TestBrowser) {
  return async (options: Parameters<TestBrowser['open']>[1] = {}): Promise<Page> => {
    const page = await browser().open('trace', { before: showCheckout(7), ...options });
    await waitForRows(page);
    return page;
  };
}

export async function callsOf(page: Page, method: string): Promise<readonly (readonly unknown[])[]> {
  return page.evaluate(
    (name) => window.scriptedHost.calls.filter((call) => call.method === name).map((call) => call.args),
    method,
  );
}

/** Until `read` answers `true`; the last answer of `read` is in the error otherwise. */
export async function eventually(what: string, read: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + 5000;
  let last: unknown;
  while (Date.now() < deadline) {
    last = await read();
    if (last === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not in time: ${what} (last: ${JSON.stringify(last)})`);
}

export async function selectedName(page: Page): Promise<string | null> {
  return page.locator('.span-row[aria-selected="true"]:not([hidden]) .name').first().textContent();
}

export async function activeText(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant');
    return id ? (document.getElementById(id)?.querySelector('.name')?.textContent ?? null) : null;
  });
}

export async function waitForRows(page: Page): Promise<void> {
  await page.locator('.row:not([hidden]) .name').first().waitFor();
}
