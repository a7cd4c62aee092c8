// A headless browser with a profile of its own, and its one page.
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export interface BrowserPage {
  readonly context: BrowserContext;
  readonly page: Page;
}

export async function openBrowser(program: string, profile: string): Promise<BrowserPage> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program,
    headless: true,
    viewport: { width: 1280, height: 800 },
    // No sandbox: it cannot be had as root, and every page here is ours, on loopback.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}
