// The view "Traces": what it says, what keys do, and that it stays put while traces come in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { assertAccessible } from './support/assert-accessible.ts';
import { activeText, callsOf, eventually, waitForRows } from './support/open-pages.ts';
import { traceId } from './support/trace-spec.ts';

let browser: TestBrowser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser[Symbol.asyncDispose]());

const names = (page: Page) =>
  page
    .locator('.trace-row:not([hidden])')
    .evaluateAll((rows) =>
      rows
        .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
        .map((row) => row.querySelector('.name')?.textContent ?? ''),
    );

test('the table is a grid that says everything without colour', async () => {
  const page = await browser.open('traces', { before: 'scriptedHost.addRoutes(3, 2);' });
  await waitForRows(page);
  const tree = await page.locator('#app').ariaSnapshot();
  assert.equal(
    tree.replace(/\d\d:\d\d:\d\d\.\d{3}/g, '<time>'),
    `- main:
  - heading "Traces" [level=1]
  - combobox "Filter traces"
  - text: 2 traces 18 spans 1 error
  - button "Statistics"
  - status
  - grid "Traces, newest first":
    - rowgroup:
      - row "Status Start Name Services Spans Errors Duration":
        - columnheader "Status"
        - columnheader "Start"
        - columnheader "Name"
        - columnheader "Services"
        - columnheader "Spans"
        - columnheader "Errors"
        - columnheader "Duration"
    - rowgroup:
      - 'row "Has errors <time> GET /cart/{id} gateway cart orders-db 11 1 128 ms"':
        - gridcell "Has errors":
          - img "Has errors"
        - gridcell "<time>"
        - 'gridcell "GET /cart/{id}"'
        - gridcell "gateway cart orders-db"
        - gridcell "11"
        - gridcell "1"
        - gridcell "128 ms"
      - row "No errors <time> POST /cart gateway cart orders-db 7 62 ms":
        - gridcell "No errors":
          - img "No errors"
        - gridcell "<time>"
        - gridcell "POST /cart"
        - gridcell "gateway cart orders-db"
        - gridcell "7"
        - gridcell
        - gridcell "62 ms"`,
  );
});

test('keys walk the rows, Enter opens one and leaves it marked', async () => {
  const page = await browser.open('traces', { height: 300, before: 'scriptedHost.addRoutes(0, 60);' });
  await waitForRows(page);
  // The page has the focus, so its table has it: the arrows work at once.
  assert.equal(await page.locator('[role=grid]').evaluate((grid) => grid === document.activeElement), true);
  await page.keyboard.press('ArrowDown');
  await eventually('the first row is active', async () => (await activeText(page)) === 'refresh prices');
  await page.keyboard.press('ArrowDown');
  await eventually('the second row is active', async () => (await activeText(page)) === 'GET /cart/{id}');
  await page.keyboard.press('End');
  await eventually('the last row is active', async () => (await activeText(page)) === 'GET /');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await eventually('back on the second row', async () => (await activeText(page)) === 'GET /cart/{id}');
  await page.keyboard.press('Enter');
  await eventually('it is asked for', async () => (await callsOf(page, 'openTrace')).length === 1);
  assert.deepEqual(await callsOf(page, 'openTrace'), [[traceId(58), undefined]]);
  assert.equal(await page.locator('.row[aria-selected="true"] .name').textContent(), 'GET /cart/{id}');
});

test('a click opens a trace', async () => {
  const page = await browser.open('traces', { before: 'scriptedHost.addRoutes(0, 3);' });
  await page.locator('.trace-row .name', { hasText: 'GET /products' }).first().click();
  await eventually('it is asked for', async () => (await callsOf(page, 'openTrace')).length === 1);
});

test('a click on a row that is still being fetched opens it as soon as it is there', async () => {
  const page = await browser.open('traces', { height: 300, before: 'scriptedHost.addRoutes(0, 1000);' });
  await waitForRows(page);
  await page.evaluate(() => window.scriptedHost.hold());
  await page.locator('[role=grid]').evaluate((grid) => {
    grid.scrollTop = 500 * 22;
  });
  const row = page.locator('.trace-row[aria-rowindex="505"]');
  await row.and(page.locator('[aria-busy]')).click();
  assert.deepEqual(await callsOf(page, 'openTrace'), []);
  await page.evaluate(() => window.scriptedHost.release());
  await eventually('it is asked for', async () => (await callsOf(page, 'openTrace')).length === 1);
  assert.deepEqual(await callsOf(page, 'openTrace'), [[traceId(1000 - 503 - 1), undefined]]);
  assert.equal(await row.getAttribute('aria-selected'), 'true');
});

test('while another filter is applied a click opens the row that is seen', async () => {
  const page = await browser.open('traces', {
    before:
      "scriptedHost.addRoutes(0, 9); scriptedHost.setView({ filter: { site: { file: '/shop/src/cart.ts', line: 42 } } });",
  });
  await eventually('three pass', async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === '4');
  await page.evaluate(() => window.scriptedHost.hold());
  await page.getByRole('button', { name: 'Remove the filter cart.ts:42' }).click();
  await page.locator('.trace-row:not([hidden])').nth(1).click();
  await eventually('it is asked for', async () => (await callsOf(page, 'openTrace')).length === 1);
  // Every third of nine, the newest first.
  assert.deepEqual(await callsOf(page, 'openTrace'), [[traceId(5), undefined]]);
  await page.evaluate(() => window.scriptedHost.release());
});

for (const { rows, what } of [
  { rows: 60, what: 'keeps its place' },
  { rows: 4, what: 'moves, as there is nothing to scroll' },
])
  test(`a press opens its row though newer traces come in before the release, and it ${what}`, async () => {
    const page = await browser.open('traces', { height: 300, before: `scriptedHost.addRoutes(0, ${rows});` });
    await waitForRows(page);
    const box = await page.locator('.trace-row[aria-rowindex="4"]').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 100, box.y + 11);
    await page.mouse.down();
    await page.evaluate((first) => window.scriptedHost.addRoutes(first, 2), rows);
    await eventually(
      'two more',
      async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === `${rows + 3}`,
    );
    await page.mouse.up();
    await eventually('it is asked for', async () => (await callsOf(page, 'openTrace')).length === 1);
    assert.deepEqual(await callsOf(page, 'openTrace'), [[traceId(rows - 3), undefined]]);
  });

test('at the top new traces appear, elsewhere what one looks at does not move', async () => {
  const page = await browser.open('traces', { height: 300, before: 'scriptedHost.addRoutes(0, 200);' });
  await waitForRows(page);
  await page.evaluate(() => window.scriptedHost.addRoutes(200, 1));
  await eventually('the newest is on top', async () => (await names(page))[0] === 'GET /products/{id}');
  assert.equal(await page.locator('[role=grid]').evaluate((grid) => grid.scrollTop), 0);

  await page.locator('[role=grid]').evaluate((grid) => {
    grid.scrollTop = 1000;
  });
  const topRow = () =>
    page.locator('[role=grid]').evaluate((grid) => {
      const box = grid.getBoundingClientRect();
      const row = document.elementFromPoint(box.left + 200, box.top + 40)?.closest('.row');
      return row && `${row.querySelector('.start')?.textContent} at ${Math.round(row.getBoundingClientRect().top)}`;
    });
  await eventually('rows are there', async () => /^\d/.test((await topRow()) ?? ''));
  const before = await topRow();
  await page.evaluate(() => window.scriptedHost.addRoutes(201, 7));
  await eventually(
    'seven more',
    async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === '209',
  );
  assert.equal(await topRow(), before);
  // As many go as come: the number stays, the place too.
  await page.evaluate(() => {
    window.scriptedHost.addRoutes(208, 5);
    window.scriptedHost.evict(5);
  });
  await eventually('five more', async () =>
    /2,\d+ spans|\d spans/.test((await page.locator('.counts').textContent()) ?? ''),
  );
  await page.waitForTimeout(60);
  assert.equal(await topRow(), before);
});

test('the focus alone holds no row: new traces go on to appear at the top', async () => {
  const page = await browser.open('traces', { height: 300, before: 'scriptedHost.addRoutes(0, 100);' });
  await waitForRows(page);
  await page.locator('[role=grid]').focus();
  for (let i = 0; i < 3; i++) await page.evaluate((n) => window.scriptedHost.addRoutes(100 + n, 1), i);
  await eventually(
    'three more',
    async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === '104',
  );
  assert.equal(await page.locator('[role=grid]').evaluate((grid) => grid.scrollTop), 0);
});

test('a row with the focus keeps its place at the top too', async () => {
  const page = await browser.open('traces', { height: 300, before: 'scriptedHost.addRoutes(0, 100);' });
  await waitForRows(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await eventually(
    'the second row is active',
    async () => (await page.locator('.trace-row.cursor').getAttribute('aria-rowindex')) === '3',
  );
  const active = await activeText(page);
  await page.evaluate(() => window.scriptedHost.addRoutes(100, 9));
  await eventually(
    'nine more',
    async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === '110',
  );
  assert.equal(await activeText(page), active);
  assert.equal(await page.locator('[role=grid]').evaluate((grid) => grid.scrollTop), 9 * 22);
});

test('only the rows around what is visible are fetched', async () => {
  const page = await browser.open('traces', { height: 300, before: 'scriptedHost.addRoutes(0, 3000);' });
  await waitForRows(page);
  await page.locator('[role=grid]').evaluate((grid) => {
    grid.scrollTop = 2000 * 22;
  });
  await eventually(
    'rows far below',
    async () => (await page.locator('.row[aria-rowindex="2005"] .name').textContent()) !== '',
  );
  for (const [, , count] of await callsOf(page, 'traces'))
    assert.ok(typeof count === 'number' && count < 200, `${count}`);
  assert.ok((await page.locator('.trace-row').count()) < 60);
});

test('a filter by a line shows as a chip, which closes', async () => {
  const page = await browser.open('traces', {
    before:
      "scriptedHost.addRoutes(0, 9); scriptedHost.setView({ filter: { site: { file: '/shop/src/cart.ts', line: 42 } } });",
  });
  await page.locator('.chip').waitFor();
  assert.match((await page.locator('.chip').textContent()) ?? '', /cart\.ts:42/);
  await eventually('three pass', async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === '4');
  await page.getByRole('button', { name: 'Remove the filter cart.ts:42' }).click();
  await eventually(
    'all are back',
    async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) === '10',
  );
  assert.deepEqual(await callsOf(page, 'setFilter'), [[{}]]);
  assert.equal(await page.locator('.chip').count(), 0);
});

test('logs, metric points and profiles are counted where there are any', async () => {
  const page = await browser.open('traces', { before: 'scriptedHost.addRoutes(0, 3);' });
  await waitForRows(page);
  assert.doesNotMatch((await page.locator('.counts').textContent()) ?? '', /log|metric|profile/);
  await page.evaluate(() =>
    window.scriptedHost.setSummary({
      logs: { count: 1200, evicted: 30 },
      points: { count: 1, evicted: 0 },
      profiles: { count: 2, evicted: 0 },
    }),
  );
  await page.getByText('30 log records evicted').waitFor();
  const counts = await page.locator('.counts > span').allTextContents();
  assert.deepEqual(counts.slice(3), ['1,200 log records', '1 metric point', '2 profile requests']);
});

test('evicted traces and the newest notice are said in a status', async () => {
  const page = await browser.open('traces', { before: 'scriptedHost.addRoutes(0, 3);' });
  await waitForRows(page);
  await page.evaluate(() =>
    window.scriptedHost.setSummary({
      evicted: { traces: 12, spans: 300 },
      notices: [
        { time: 1, message: 'An older one.' },
        { time: 2, message: 'A body of 80 MB was refused.' },
      ],
    }),
  );
  await page.getByText('12 older traces evicted').waitFor();
  assert.equal(await page.getByRole('status').textContent(), '12 older traces evictedA body of 80 MB was refused.');
});

const IDLE = { kind: 'idle', terminals: { kind: 'off', isUsed: false } };
const EMPTY: readonly (readonly [hint: object, text: RegExp])[] = [
  [IDLE, /No traces yet\..*Press F5 to start a program: its traces appear here while it runs\.Why do I/],
  [
    { ...IDLE, terminals: { kind: 'captured' } },
    /Press F5.*Programs in terminals that you open from now on are captured too\./,
  ],
  [{ ...IDLE, terminals: { kind: 'left', why: 'X is set for terminals.' } }, /Press F5.*X is set for terminals\./],
  [{ kind: 'untrusted' }, /Restricted Mode/],
  [{ kind: 'off' }, /Capture is off\..*spanline\.capture\.enabled/],
  [
    {
      kind: 'waiting',
      sessions: ['server.ts exports nothing yet.', 'worker.ts has no SDK.'].map((text) => ({
        ...{ key: text, text, isCaptured: true, offers: [] },
      })),
    },
    /exports nothing yet\..*has no SDK\./,
  ],
  [{ kind: 'failed', message: 'The port could not be opened.' }, /The port could not be opened\./],
];

for (const [hint, text] of EMPTY)
  test(`without traces the view says why: ${JSON.stringify(hint)}`, async () => {
    const page = await browser.open('traces', { before: `scriptedHost.setView({ hint: ${JSON.stringify(hint)} });` });
    await page.locator('.empty').waitFor();
    assert.match((await page.locator('.empty').textContent()) ?? '', text);
    assert.equal(await page.locator('[role=grid]').isVisible(), false);
    await page.evaluate(() => window.scriptedHost.addRoutes(0, 1));
    await waitForRows(page);
    assert.equal(await page.locator('.empty').count(), 0);
  });

const ELSEWHERE = {
  kind: 'waiting',
  sessions: [
    { key: 'k-1', text: 'shop: X is set for it.', isCaptured: false, offers: ['override', 'forward'] },
    { key: 'k-2', text: 'cart: its file says so.', isCaptured: false, offers: [] },
  ],
};

test('a program that exports elsewhere is started again by keyboard, in the way that was chosen', async () => {
  const page = await browser.open('traces', {
    before: `scriptedHost.setView({ hint: ${JSON.stringify(ELSEWHERE)} });`,
  });
  await page.getByText('No traces are captured.').waitFor();
  await assertAccessible(page);
  assert.equal(await page.getByRole('listitem').nth(1).getByRole('button').count(), 0);
  const forward = page.getByRole('button', { name: 'Capture and Forward' });
  assert.match((await forward.getAttribute('title')) ?? '', /passed on to where they went/);
  for (let i = 0; i < 10 && !(await forward.evaluate((button) => button === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const calls = await page.evaluate(() => window.scriptedHost.calls.filter(({ method }) => method === 'runAgain'));
  assert.deepEqual(calls, [{ method: 'runAgain', args: ['k-1', 'forward'] }]);
});

test('a terminal that nobody captures is a reason to offer one, and a task', async () => {
  const hint = { ...IDLE, terminals: { kind: 'off', isUsed: true } };
  const page = await browser.open('traces', { before: `scriptedHost.setView({ hint: ${JSON.stringify(hint)} });` });
  await page.getByRole('button', { name: 'Open Terminal with Capture' }).press('Enter');
  await page.getByRole('button', { name: 'Run Task with Capture' }).press('Enter');
  const started = await page.evaluate(() => window.scriptedHost.calls.filter(({ method }) => method === 'start'));
  assert.deepEqual(
    started.map(({ args }) => args),
    [['terminal'], ['task']],
  );
});

test('a lost store is told calmly, what is shown stays, and it comes back', async () => {
  const page = await browser.open('traces', { before: 'scriptedHost.addRoutes(0, 3);' });
  await waitForRows(page);
  await page.evaluate(() => window.scriptedHost.disconnect());
  await page.getByText('Reconnecting to the trace store').waitFor();
  assert.equal((await names(page)).length, 3);
  await page.evaluate(() => {
    window.scriptedHost.reconnect();
    window.scriptedHost.addRoutes(3, 1);
  });
  await eventually('the new one is there', async () => (await names(page)).length === 4);
  await eventually('the notice is gone', async () => (await page.getByText('Reconnecting').count()) === 0);
});
