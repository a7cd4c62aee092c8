/** axe finds nothing in a page. */

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

declare const axe: { run(context: unknown, options: unknown): Promise<AxeResult> };

export async function assertAccessible(page: Page): Promise<void> {
  await page.addScriptTag({ url: '/axe.js' });
  const found = await page.evaluate(async () => {
    const options = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
    const { violations } = await axe.run(document, options);
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
    );
  });
  assert.deepEqual(found, []);
}
