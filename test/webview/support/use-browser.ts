// A browser for all tests of a file, and where their pictures are kept.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { ROOT, startBrowser, type TestBrowser } from '../../support/browser.ts';

export const SCREENSHOTS = join(ROOT, '.cache', 'screenshots');

/** It is there once the tests run. */
export function useBrowser(): () => TestBrowser {
  let browser: TestBrowser | undefined;
  before(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    browser = await startBrowser();
  });
  after(() => browser?.[Symbol.asyncDispose]());
  return () => {
    if (browser === undefined) throw new Error('the browser is started before the tests');
    return browser;
  };
}
