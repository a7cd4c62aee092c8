// The tab "Trace": tree, keys, details, and that it stays put while the trace grows.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { LogRow } from '../../src/protocol/store-api.ts';
import { startBrowser, type TestBrowser } from '../support/browser.ts';
import { callsOf, eventually, openCheckoutIn, selectedName, waitForRows } from './support/open-pages.ts';
import { traceId } from './support/trace-spec.ts';

let browser: TestBrowser;
before(async () => {
  browser = await startBrowser();
});
after(() => browser[Symbol.asyncDispose]());

const openCheckout = openCheckoutIn(() => browser);
const heading = (page: Page) => page.locator('.span-details h2');
const rowCount = (page: Page) => page.locator('[role=treegrid]').getAttribute('aria-rowcount');

test('the waterfall is a treegrid with levels', async () => {
  const page = await openCheckout();
  const tree = await page.locator('[role=treegrid]').ariaSnapshot();
  assert.match(tree, /^- treegrid "Spans of the trace":\n {2}- rowgroup:\n {4}- row "Span Duration":/);
  assert.match(tree, /- row "Error POST \/checkout gateway 413 ms" \[expanded\] \[level=1\]/);
  assert.match(tree, /- 'row "GET \/cart\/\{id\} cart 118 ms" \[expanded\] \[level=2\]'/);
  assert.match(tree, /- row "SELECT orders orders-db 12 ms" \[level=3\]/);
  assert.equal(await page.locator('.span-row:not([hidden])').first().getAttribute('data-service'), 'gateway');
});

test('keys alone walk, collapse, and reveal the source', async () => {
  const page = await openCheckout();
  await page.locator('[role=treegrid]').focus();
  const press = async (key: string, name: string) => {
    await page.keyboard.press(key);
    await eventually(`${key} selects ${name}`, async () => (await selectedName(page)) === name);
  };
  await press('ArrowDown', 'POST /checkout');
  await press('ArrowDown', 'middleware - session');
  await press('ArrowDown', 'GET /cart/{id}');
  await press('ArrowRight', 'SELECT orders');
  await press('ArrowLeft', 'GET /cart/{id}');
  await page.keyboard.press('ArrowLeft');
  await eventually('seven rows fewer', async () => (await rowCount(page)) === '12');
  assert.equal(await page.locator('.span-row[aria-selected="true"]').getAttribute('aria-expanded'), 'false');
  await press('ArrowDown', 'price items');
  await press('ArrowUp', 'GET /cart/{id}');
  await page.keyboard.press('ArrowRight');
  await eventually('open again', async () => (await rowCount(page)) === '19');
  await press('End', 'publish order.failed');
  await press('Home', 'POST /checkout');
  await eventually('the details follow', async () => (await heading(page).textContent()) === 'POST /checkout');
  await page.keyboard.press('Enter');
  await eventually('the line has the focus', async () =>
    (await callsOf(page, 'reveal')).some(([, focus]) => focus === true),
  );
  const reveals = await callsOf(page, 'reveal');
  const first = reveals.find(([, focus]) => focus === true);
  assert.deepEqual(first?.[0], { file: '/shop/src/server.ts', line: 112, column: 3, function: 'handleCheckout' });
});

test('an arrow key held down reveals only where it stops', async () => {
  const page = await openCheckout();
  await page.locator('[role=treegrid]').focus();
  for (let times = 0; times < 14; times++) await page.keyboard.press('ArrowDown');
  await eventually('the details follow', async () => (await heading(page).textContent()) === 'apply tax');
  await page.keyboard.press('ArrowDown');
  await eventually('one line', async () => (await callsOf(page, 'reveal')).length >= 1);
  const reveals = await callsOf(page, 'reveal');
  assert.ok(reveals.length <= 2, JSON.stringify(reveals));
  assert.equal(reveals.at(-1)?.[1], false);
});

test('a click shows the span and its line; details are complete', async () => {
  const page = await openCheckout({ height: 1000 });
  await page.locator('.span-row .name', { hasText: /^charge$/ }).click();
  await eventually('its details', async () => (await heading(page).textContent()) === 'charge');
  assert.deepEqual(await callsOf(page, 'reveal'), [
    [{ file: '/shop/src/payment.ts', line: 57, column: 3, function: 'charge' }, false],
  ]);
  const text = (await page.locator('.span-details').textContent()) ?? '';
  for (const part of [
    'payment.ts:57 · charge',
    '198 ms',
    '198,300,000 ns',
    'client',
    'PaymentDeclined',
    '+96 ms',
    'at charge (',
  ])
    assert.ok(text.includes(part), part);
  const keys = await page.locator('table[aria-label="Attributes"] th').allTextContents();
  assert.deepEqual(keys, keys.toSorted());
  await page.getByRole('button', { name: 'Copy JSON' }).click();
  const [copied] = (await callsOf(page, 'copy'))[0] ?? [];
  assert.equal(JSON.parse(String(copied)).name, 'charge');
});

test('an inferred site says how, a missing one says why, a failing one says so', async () => {
  const page = await openCheckout();
  await page.evaluate(() => window.scriptedHost.failReveal('The file is not in this workspace.'));
  await page.locator('.span-row .name', { hasText: 'SELECT orders' }).first().click();
  await page.getByText("inferred: first frame of the user's code below").waitFor();
  await page.getByText('The file is not in this workspace.').waitFor();
  await page.locator('.span-row .name', { hasText: 'serialize' }).click();
  await page.getByText('No source line: the span carries no code location.').waitFor();
});

test('a site that was not the caller says what it is', async () => {
  const page = await openCheckout();
  await page.locator('.span-row .name', { hasText: 'POST /checkout' }).first().click();
  await page.getByText('the handler of the request', { exact: true }).waitFor();
});

test('orphans and cycles have a mark with words', async () => {
  const page = await browser.open('trace', {
    before: `scriptedHost.add({ number: 1, startTime: 0, roots: [
      { name: 'lost', service: 'a', at: 0, takes: 5, flags: 2 }, { name: 'ring', service: 'a', at: 1, takes: 5, flags: 4, error: 'x' }] });
      scriptedHost.setView({ trace: '${traceId(1)}' });`,
  });
  await waitForRows(page);
  assert.equal(await page.getByRole('img', { name: /^Orphan\. Its parent span is not here/ }).count(), 1);
  assert.equal(await page.getByRole('img', { name: /^Error\. Cycle\. Its parent spans form a ring/ }).count(), 1);
  await page.locator('.span-row .name', { hasText: 'lost' }).click();
  await page.locator('.remark').waitFor();
});

test('a growing trace keeps selection, what is collapsed, and the scroll position', async () => {
  const spec = (children: number, early: number) => ({
    number: 5,
    startTime: 0,
    roots: [
      {
        name: 'root',
        service: 'a',
        at: 0,
        takes: 5000 + children,
        children: [
          ...Array.from({ length: early }, (_, index) => ({
            name: `early ${index}`,
            service: 'b',
            at: 0.5 + index / 1000,
            takes: 1,
          })),
          {
            name: 'folded',
            service: 'a',
            at: 1,
            takes: 2,
            children: [{ name: 'hidden', service: 'a', at: 1, takes: 1 }],
          },
          ...Array.from({ length: children }, (_, index) => ({
            name: `child ${index}`,
            service: 'a',
            at: 2 + index,
            takes: 3,
          })),
        ],
      },
    ],
  });
  const page = await browser.open('trace', {
    before: `scriptedHost.add(${JSON.stringify(spec(300, 0))}); scriptedHost.setView({ trace: '${traceId(5)}' });`,
  });
  await waitForRows(page);
  await page.locator('.span-row', { hasText: 'folded' }).locator('.twistie').click();
  await eventually('folded', async () => (await rowCount(page)) === '303');
  await page.locator('[role=treegrid]').evaluate((tree) => {
    tree.scrollTop = 150 * 22;
  });
  await page.locator('.span-row .name', { hasText: /^child 155$/ }).click();
  await eventually('selected', async () => (await selectedName(page)) === 'child 155');
  const place = () =>
    page.locator('.span-row[aria-selected="true"]').evaluate((row) => Math.round(row.getBoundingClientRect().top));
  const before = await place();
  await page.evaluate((grown) => window.scriptedHost.grow(grown), spec(400, 20));
  await eventually('grown', async () => (await rowCount(page)) === '423');
  assert.equal(await selectedName(page), 'child 155');
  assert.equal(await place(), before);
  assert.equal((await callsOf(page, 'reveal')).length, 0);
});

test('the rows are few however large the trace', async () => {
  const page = await browser.open('trace', {
    before: `scriptedHost.addLarge(3, 100000); scriptedHost.setView({ trace: '${traceId(3)}' });`,
  });
  await waitForRows(page);
  assert.equal(await rowCount(page), '100001');
  const tree = page.locator('[role=treegrid]');
  for (const top of [50_000, 1_000_000, 2_199_000, 400_000]) {
    await tree.evaluate((element, position) => {
      element.scrollTop = position;
    }, top);
    const index = String(Math.ceil(top / 22) + 3);
    await eventually(
      `row ${index}`,
      async () => (await page.locator(`.span-row[aria-rowindex="${index}"]`).count()) === 1,
    );
  }
  assert.ok((await page.locator('.span-row').count()) <= 60, String(await page.locator('.span-row').count()));
  await tree.focus();
  await page.keyboard.press('End');
  await eventually(
    'the last span',
    async () => (await page.locator('.span-row[aria-selected="true"]').getAttribute('aria-rowindex')) === '100001',
  );
});

test('hostile text is text', async () => {
  const hostile = '<img src=x onerror="window.owned = true"><script>window.owned = true</script>';
  const spec = {
    number: 2,
    startTime: 0,
    roots: [
      {
        name: hostile,
        service: '\u001b[31mred\u001b[0m',
        at: 0,
        takes: 5,
        error: `${hostile}\u202egnp.exe`,
        attributes: [
          { key: 'huge', value: { kind: 'string' as const, value: 'x'.repeat(1_048_576) } },
          { key: hostile, value: { kind: 'string' as const, value: `${hostile}\u202e\u0000\u001b[2J` } },
          { key: '', value: { kind: 'string' as const, value: '' } },
        ],
        children: [
          { name: '', service: '', at: 1, takes: 1 },
          { name: '\u202Edesrever\nline', service: 'a', at: 2, takes: 1 },
        ],
      },
    ],
  };
  const page = await browser.open('trace', {
    before: `scriptedHost.add(${JSON.stringify(spec)}); scriptedHost.setView({ trace: '${traceId(2)}' });`,
  });
  await waitForRows(page);
  const names = await page.locator('.span-row:not([hidden]) .name').allTextContents();
  assert.deepEqual(names, [hostile, '(no name)', '‹U+202E›desrever⏎line']);
  await page.locator('.span-row .name').first().click();
  await heading(page).waitFor();
  assert.equal(await heading(page).textContent(), hostile);
  assert.equal(await page.locator('img').count(), 0);
  assert.equal(await page.evaluate(() => 'owned' in window), false);
  const details = (await page.locator('.span-details').textContent()) ?? '';
  assert.ok(details.includes('‹U+202E›') && !details.includes('\u202e') && !details.includes('\u001b'));
  assert.ok(details.length < 10_000, String(details.length));
  await page.getByRole('button', { name: 'Show the first 100,000 of 1,048,576 characters' }).click();
  await page.getByRole('button', { name: 'Show less' }).first().waitFor();
  assert.equal(await page.locator('script').count(), 1);
});

test('zoom by keys and buttons changes the axis, 0 shows the whole again', async () => {
  const page = await openCheckout();
  const ticks = () => page.locator('.tick:not([hidden])').allTextContents();
  const whole = await ticks();
  await page.locator('[role=treegrid]').focus();
  await page.keyboard.press('+');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  assert.notDeepEqual(await ticks(), whole);
  await page.getByRole('button', { name: 'Fit the whole trace' }).click();
  assert.deepEqual(await ticks(), whole);
});

test('what a span logged is in its details, in time, and is never taken for markup', async () => {
  const page = await openCheckout();
  const record = (text: string, nanos: string, severityNumber: number): Omit<LogRow, 'traceId' | 'spanId'> => ({
    ...{ time: nanos, observedTime: '0', severityNumber, severityText: '', body: { kind: 'string', value: text } },
    attributes: [{ key: 'oven', value: { kind: 'string', value: 'left' } }],
    ...{ droppedAttributes: 2, flags: 0, eventName: '', service: 'gateway' },
    scope: { name: 's', version: '', attributes: [], droppedAttributes: 0 },
    resource: { attributes: [], droppedAttributes: 0 },
  });
  await page.locator('[role=treegrid]').focus();
  await page.keyboard.press('Home');
  await eventually('the details are there', async () => (await heading(page).textContent()) === 'POST /checkout');
  const start = await page.evaluate(() => window.scriptedHost.startOf('POST /checkout'));
  const nanos = (offset: number) => String(BigInt(Math.round(start * 1e6)) + BigInt(offset));
  const logs = [record('<b>hot</b>', nanos(2_000_000), 17), record('cooling', nanos(5_000_000), 9)];
  await page.evaluate((rows) => window.scriptedHost.setLogs('POST /checkout', rows), logs);
  const section = page.locator('.section', { hasText: 'Logs' }).first();
  await section.waitFor();
  assert.deepEqual(await section.locator('.log-body').allTextContents(), ['<b>hot</b>', 'cooling']);
  assert.deepEqual(await section.locator('.severity').allTextContents(), ['ERROR', 'INFO']);
  assert.equal(await section.locator('.badge').textContent(), '2');
  assert.match((await section.locator('.event-offset').first().textContent()) ?? '', /^\+2(?:\.0+)? ms$/);
  assert.match((await section.textContent()) ?? '', /The SDK dropped 2 more attributes\./);
});
