// G12: first paint by size of the trace, frames while scrolling, processor time a frame beside rows of plain DOM.

import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { bundle, launchBrowser } from '../support/browser.ts';
import type { Renderer } from '../webview/support/paint-page.ts';
import { themeVariables } from '../webview/support/themes.ts';

const ROUNDS = 3;
const FRAMES = 120;
/** Milliseconds at 60 Hz. */
const FRAME = 1000 / 60;
const HUNDRED_THOUSAND = 100_000;
const MILLION = 1_000_000;

const files = await bundle({
  'paint-page': 'test/webview/support/paint-page.ts',
  'trace-style': 'webview/pages/trace.css',
});
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.setContent(`<!doctype html><style>:root { ${themeVariables('dark')} } ${files.get('trace-style.css') ?? ''}</style>
<body class="vscode-dark"><main id="app"></main>`);
await page.addScriptTag({ content: files.get('paint-page.js') ?? '', type: 'module' });
await page.evaluate(
  (sizes) => sizes.forEach((spans) => void window.paintPage.prepare(spans)),
  [HUNDRED_THOUSAND, MILLION],
);

const firstPaint = (spans: number) => page.evaluate((count) => window.paintPage.firstPaint(count), spans);
await firstPaint(HUNDRED_THOUSAND);
await firstPaint(MILLION);
const growth: number[] = [];
for (let round = 0; round < ROUNDS * 2; round++) {
  const small = await firstPaint(HUNDRED_THOUSAND);
  growth.push((await firstPaint(MILLION)) / small);
}
report('first paint of 1,000,000 spans : of 100,000', median(growth), 'x', '<= 1.2');

for (const spans of [HUNDRED_THOUSAND, MILLION]) {
  const frames: number[] = [];
  const idle: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    idle.push(percentile((await drive(page, 'idle', 'scroll', spans)).intervals, 0.95) / FRAME);
    frames.push(percentile((await drive(page, 'canvas', 'scroll', spans)).intervals, 0.95) / FRAME);
  }
  const size = spans.toLocaleString('en');
  report(
    `frame p95 at 60 Hz, scrolling ${size} spans (an idle page: ${median(idle).toFixed(2)})`,
    median(frames),
    'frames',
    '<= 1.02',
  );
}
for (const mode of ['scroll', 'zoom'] as const) {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const dom = await drive(page, 'dom', mode, HUNDRED_THOUSAND);
    ratios.push((await drive(page, 'canvas', mode, HUNDRED_THOUSAND)).cpu / dom.cpu);
  }
  report(`processor time a frame : virtual DOM rows, ${mode}`, median(ratios), 'x', '<= 0.5');
}
await browser.close();

interface Driven {
  readonly intervals: readonly number[];
  /** Of all the browser's processes, in clock ticks. */
  readonly cpu: number;
}

async function drive(target: Page, renderer: Renderer, mode: 'scroll' | 'zoom', spans: number): Promise<Driven> {
  await target.evaluate(([kind, count]) => window.paintPage.open(kind, count), [renderer, spans] as const);
  // What the opening left to do is not what is measured.
  await target.evaluate((how) => window.paintPage.drive(how, 20), mode);
  const before = processorTicks();
  const intervals = await target.evaluate(([how, frames]) => window.paintPage.drive(how, frames), [
    mode,
    FRAMES,
  ] as const);
  const cpu = processorTicks() - before;
  await target.evaluate(() => window.paintPage.close());
  return { intervals, cpu };
}

/** User and system time of this process' descendants: the browser and all that it started. */
function processorTicks(): number {
  const parents = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // After the name in parentheses, which may hold anything: proc_pid_stat(5), fields 3 and on.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (pid: number): boolean => {
    const parent = parents.get(pid)?.parent;
    return parent !== undefined && parent > 1 && (parent === process.pid || isOurs(parent));
  };
  let ticks = 0;
  for (const [pid, entry] of parents) if (isOurs(pid)) ticks += entry.ticks;
  return ticks;
}

function report(what: string, ratio: number, unit: string, target: string): void {
  console.log(JSON.stringify({ goal: 'G12', what, ratio: Number(ratio.toFixed(3)), unit, target }));
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
