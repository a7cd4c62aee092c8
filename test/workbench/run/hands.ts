// What a suite may do to the editor from outside, beside its page.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { findWebview } from './webview.ts';

export interface EditorHands {
  /** The inner frame of the visible webview that holds an element for the selector. */
  webview(selector: string, waitMs?: number): Promise<Frame>;
  /** Saves a picture of the window under .cache/workbench/<lane>/<suite>/ and gives its path. */
  screenshot(name: string): Promise<string>;
}

export function createHands(page: Page, evidence: string): EditorHands {
  return {
    webview: (selector, waitMs) => findWebview(page, selector, waitMs),
    async screenshot(name) {
      const path = join(evidence, `${name}.png`);
      await mkdir(dirname(path), { recursive: true });
      await page.screenshot({ path });
      return path;
    },
  };
}
