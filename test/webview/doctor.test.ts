// Why there are no spans, as the view shows it: read by a screen reader, used by keyboard, in every theme and in narrow places.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DoctorHint } from '../../src/protocol/editor-api.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { callsOf, eventually, waitForRows } from './support/open-pages.ts';
import { THEME_NAMES } from './support/themes.ts';
import { SCREENSHOTS, useBrowser } from './support/use-browser.ts';

const HINT: DoctorHint = {
  kind: 'doctor',
  isAsked: false,
  isLooking: false,
  findings: [
    {
      id: 'endpoint-0',
      severity: 'problem',
      wrong: 'tracing.js:9 sends traces to http://collector:4317: an endpoint in the code beats the environment.',
      why: 'Leave url out, or let the variable go first.',
      actions: [
        {
          kind: 'reveal',
          label: 'Open tracing.js:9',
          site: { file: '/ws/tracing.js', line: 9, column: 3, function: undefined },
        },
        {
          kind: 'copy',
          label: 'Copy Mended Argument',
          text: "url: process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? 'http://collector:4317'",
        },
      ],
    },
    {
      id: 'sampling-0',
      severity: 'hint',
      wrong: '<img src=x onerror=alert(1)> has a sampler that drops about 90 % of the traces.',
      why: 'What a sampler drops is never exported.',
      actions: [],
    },
  ],
  fine: ['Programs in a container', 'Exporters that speak gRPC'],
};

const browser = useBrowser();

const showing = (change: Partial<DoctorHint> = {}) =>
  `scriptedHost.setView({ hint: ${JSON.stringify({ ...HINT, ...change })} });`;

test('is a list with headings and buttons, and what was looked for', async () => {
  const page = await browser().open('traces', { before: showing() });
  await page.locator('.doctor').waitFor();
  assert.equal(
    await page.getByRole('region', { name: 'Why are there no spans?' }).ariaSnapshot(),
    `- region "Why are there no spans?":
  - heading "Why are there no spans?" [level=2]
  - status: "Found: 1 problem and 1 hint."
  - list:
    - listitem:
      - 'heading "Problem tracing.js:9 sends traces to http://collector:4317: an endpoint in the code beats the environment." [level=3]'
      - paragraph: Leave url out, or let the variable go first.
      - text: "url: process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? 'http://collector:4317'"
      - paragraph:
        - button "Open tracing.js:9"
        - button "Copy Mended Argument"
    - listitem:
      - heading "Hint <img src=x onerror=alert(1)> has a sampler that drops about 90 % of the traces." [level=3]
      - paragraph: What a sampler drops is never exported.
  - group: Looked for and not found
  - paragraph:
    - button "Look Again"
    - button "Copy Report"
    - status`,
  );
  // What comes from files is text.
  assert.equal(await page.locator('.doctor img').count(), 0);
});

test('is used by keyboard: each button by its place, and what was copied is said', async () => {
  const page = await browser().open('traces', { before: showing({ isAsked: true }) });
  // Whoever asked is taken to the answer.
  await page.locator('#doctor-title:focus').waitFor();
  const pressed: (string | null)[] = [];
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab');
    pressed.push(await page.evaluate(() => document.activeElement?.textContent ?? null));
    await page.keyboard.press('Enter');
  }
  assert.deepEqual(pressed, [
    'Open tracing.js:9',
    'Copy Mended Argument',
    'Looked for and not found',
    'Look Again',
    'Copy Report',
    'Close',
  ]);
  await page.getByText('The report is copied.').waitFor();
  await page.getByText('Programs in a container').waitFor();
  assert.deepEqual(await callsOf(page, 'doctor'), [
    [{ kind: 'act', finding: 'endpoint-0', action: 0 }],
    [{ kind: 'act', finding: 'endpoint-0', action: 1 }],
    [{ kind: 'look' }],
    [{ kind: 'copy-report' }],
    [{ kind: 'close' }],
  ]);
});

test('unasked it takes no focus and leaves when a trace comes', async () => {
  const page = await browser().open('traces', { before: showing() });
  await page.locator('.doctor').waitFor();
  assert.equal(await page.locator('#doctor-title:focus').count(), 0);
  await page.evaluate(() => window.scriptedHost.addRoutes(0, 1));
  await waitForRows(page);
  assert.equal(await page.locator('.doctor').count(), 0);
});

test('asked for, it covers the traces until it is closed', async () => {
  const page = await browser().open('traces', { before: 'scriptedHost.addRoutes(0, 3);' });
  await waitForRows(page);
  await page.evaluate((hint) => window.scriptedHost.setView({ hint }), {
    ...HINT,
    isAsked: true,
    isLooking: true,
    findings: [],
  });
  await page.getByText('Looking for what keeps them away…').waitFor();
  await page.evaluate(() => window.scriptedHost.addRoutes(3, 1));
  await page.evaluate((hint) => window.scriptedHost.setView({ hint }), { ...HINT, isAsked: true });
  await page.getByRole('button', { name: 'Back to the Traces' }).click();
  assert.equal(await page.locator('[role=grid]').isVisible(), false);
  await page.evaluate(() =>
    window.scriptedHost.setView({ hint: { kind: 'idle', terminals: { kind: 'off', isUsed: false } } }),
  );
  await waitForRows(page);
  await eventually('four rows', async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === '5');
  // The keyboard goes on where it was.
  await page.locator('[role=grid]:focus').waitFor();
});

test('an empty view offers to ask', async () => {
  const page = await browser().open('traces');
  await page.getByRole('button', { name: 'Why do I see no spans?' }).click();
  await eventually('it is asked', async () => (await callsOf(page, 'doctor')).length === 1);
  assert.deepEqual(await callsOf(page, 'doctor'), [[{ kind: 'look' }]]);
});

for (const theme of THEME_NAMES)
  test(`${theme}`, async () => {
    const page = await browser().open('traces', { theme, width: 900, height: 420, before: showing() });
    await page.locator('.doctor').waitFor();
    await page.screenshot({ path: join(SCREENSHOTS, `doctor-${theme}.png`) });
    await assertAccessible(page);
  });

test('in 320 pixels nothing is cut off', async () => {
  const page = await browser().open('traces', { width: 320, height: 600, before: showing() });
  await page.locator('.doctor').waitFor();
  await page.screenshot({ path: join(SCREENSHOTS, 'doctor-narrow.png') });
  const cut = await page.locator('.empty-place').evaluate((place) => place.scrollWidth > place.clientWidth);
  assert.equal(cut, false);
  await assertAccessible(page);
});
