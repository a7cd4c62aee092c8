// Finds the inside of a webview: a frame in a frame, of which hidden ones linger.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';

const WAIT_MS = 20_000;

/** The inner frame of the visible webview that holds an element for the selector. */
export async function findWebview(page: Page, selector: string, waitMs: number = WAIT_MS): Promise<Frame> {
  for (const end = Date.now() + waitMs; ; await sleep(100)) {
    for (const frame of page.frames()) {
      if (await holds(frame, selector)) return frame;
    }
    if (Date.now() > end) throw new Error(`after ${waitMs / 1000} s no visible webview holds ${selector}`);
  }
}

async function holds(frame: Frame, selector: string): Promise<boolean> {
  const outer = frame.parentFrame();
  if (outer === null || !/\/webview\/browser\/pre\//.test(outer.url())) return false;
  try {
    const element = await outer.frameElement();
    return (await element.isVisible()) && (await frame.locator(selector).count()) > 0;
  } catch {
    // The frame went away while we looked.
    return false;
  }
}
