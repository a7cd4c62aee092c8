// Which line of which file the text editor shows, read from the window: it need not have the focus.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

export interface Place {
  readonly file: string;
  readonly line: number;
}

export async function readPlaces(page: Page): Promise<readonly Place[]> {
  const groups = await page.locator('.editor-group-container:has(.monaco-editor)').all();
  const places: Place[] = [];
  for (const group of groups) {
    const tab = group.locator('.tab.active').first();
    const number = group.locator('.monaco-editor .line-numbers.active-line-number').first();
    if ((await tab.count()) === 0 || (await number.count()) === 0) continue;
    const file = (await tab.getAttribute('data-resource-name')) ?? '';
    places.push({ file, line: Number(await number.textContent()) });
  }
  return places;
}

/** Waits until an editor is at the place; otherwise gives where the editors are in the end. */
export async function waitForPlace(page: Page, wanted: Place, waitMs: number): Promise<readonly Place[] | 'there'> {
  for (const end = Date.now() + waitMs; ; await sleep(100)) {
    const places = await readPlaces(page).catch(() => []);
    if (places.some(({ file, line }) => file === wanted.file && line === wanted.line)) return 'there';
    if (Date.now() > end) return places;
  }
}

export function formatPlaces(places: readonly Place[]): string {
  return places.map(({ file, line }) => `${file}:${line}`).join(', ') || 'no text editor';
}
