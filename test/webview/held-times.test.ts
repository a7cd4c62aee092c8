// Time that a debugger took: no figure has it, bars hatch it, words say it, and it grows while the program stands.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible } from './support/assert-accessible.ts';
import { eventually, waitForRows } from './support/open-pages.ts';
import { pausedTrace } from './support/paused-trace.ts';
import { THEME_NAMES, type ThemeName } from './support/themes.ts';
import { traceId } from './support/trace-spec.ts';
import { SCREENSHOTS, useBrowser } from './support/use-browser.ts';

const NUMBER = 4;

const browser = useBrowser();

async function open(now?: number, theme?: ThemeName): Promise<Page> {
  const before = `scriptedHost.add(${JSON.stringify(pausedTrace(NUMBER, now))}); scriptedHost.setView({ trace: '${traceId(NUMBER)}' });`;
  const page = await browser().open('trace', { ...(theme && { theme }), width: 1280, height: 300, before });
  await waitForRows(page);
  return page;
}

const tree = (page: Page) => page.locator('[role=treegrid]').ariaSnapshot();
const total = (page: Page) => page.locator('.trace-header .total').textContent();
const legend = (page: Page) => page.locator('.trace-header .held').textContent();

test('rows say both times, the trace and the details have the one without, and why', async () => {
  const page = await open();
  assert.match(await tree(page), /row "POST \/checkout gateway 900 ms, and 5 s held by the debugger"/);
  assert.match(await tree(page), /row "validate cart gateway 96 ms"/);
  assert.match(await tree(page), /row "Error POST \/v1\/charges payment 320 ms, and 5 s held by the debugger"/);
  assert.deepEqual([await total(page), await legend(page)], ['900 ms', '5 s held by the debugger']);
  const times = page.locator('.span-row:not([hidden]) .time');
  assert.match((await times.nth(0).getAttribute('title')) ?? '', /^900 ms, and 5 s held by the debugger\. While/);
  assert.equal(await times.nth(1).getAttribute('title'), null);
  await page.locator('.span-row .name', { hasText: 'charge card' }).click();
  await eventually('the details', async () =>
    /Duration670 ms 670,000,000 ns, and 5 s held by the debugger.*no duration counts it/.test(
      (await page.locator('.span-details').textContent()) ?? '',
    ),
  );
});

test('at a breakpoint a span is paused: its time stands still, and what is held grows', async () => {
  const page = await open(3000);
  assert.match(await tree(page), /row "Running\. [^"]* POST \/checkout gateway paused, 400 ms, and [\d.]+ s held/);
  assert.equal(await total(page), 'running, 400 ms');
  const held = async () => Number(/^([\d.]+) s held/.exec((await legend(page)) ?? '')?.[1]);
  const before = await held();
  assert.ok(before >= 2.6);
  await eventually('it has grown', async () => (await held()) > before);
  assert.equal(await total(page), 'running, 400 ms');
  assert.match(await tree(page), /charge card payment paused, 270 ms/);
});

test('the table has the time without it, and a hatched sign that says how long it was', async () => {
  const page = await browser().open('traces', {
    ...{ width: 1200, height: 200 },
    before: `for (const spec of ${JSON.stringify([pausedTrace(1), pausedTrace(2, 3000)])}) scriptedHost.add(spec);
      scriptedHost.addRoutes(3, 2);`,
  });
  await waitForRows(page);
  const rows = await page.locator('[role=grid]').ariaSnapshot();
  assert.match(rows, /row "Has errors [^"]* POST \/checkout [^"]* 900 ms 5 s held by the debugger"/);
  assert.match(rows, /row "Still running[^"]* running"/);
  await page.screenshot({ path: join(SCREENSHOTS, 'traces-paused.png') });
});

/** Of the pixels of the first bar between two parts of its width, how many are painted. */
function paintedPart(page: Page, from: number, to: number): Promise<number> {
  return page.locator('canvas.bars').evaluate(
    (canvas, [left, right]) => {
      if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas');
      const x = Math.round(canvas.width * left);
      const width = Math.round(canvas.width * (right - left));
      const pixels = canvas.getContext('2d')?.getImageData(x, 8, width, 6).data ?? [];
      let painted = 0;
      for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 128) painted++;
      return painted / (pixels.length / 4);
    },
    [from, to] as const,
  );
}

for (const theme of THEME_NAMES)
  test(`the bar is hatched where it was held, and there alone, ${theme}`, async () => {
    const page = await open(undefined, theme);
    await page.screenshot({ path: join(SCREENSHOTS, `paused-${theme}.png`) });
    // Of 5.9 seconds from 0.4 to 5.4.
    assert.equal(await paintedPart(page, 0.005, 0.06), 1);
    const hatched = await paintedPart(page, 0.1, 0.9);
    assert.ok(hatched > 0.15 && hatched < 0.65, String(hatched));
    assert.equal(await paintedPart(page, 0.93, 0.99), 1);
    await assertAccessible(page);
  });
