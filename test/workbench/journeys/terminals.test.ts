// A window that is opened with the setting on: its first terminal is captured, and what runs in it still is after a reload.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { EXAMPLE } from '../../../scripts/base/paths.ts';
import { prepareWorkspace } from '../../../scripts/install/workspace.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { travel } from './open-journey.ts';

/** A server of sorts: it goes on until its terminal is closed. Its queue is not what brings its spans. */
const PROGRAM = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
setInterval(() => trace.getTracer('terminals').startSpan('tick').end(), 100);
`;

async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${command}`);
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: command }).first().waitFor();
  await page.keyboard.press('Enter');
}

async function countSpans(page: Page): Promise<number> {
  const text = await page.locator('[id="spanline.spanline.spanline.status"]').innerText({ timeout: 30_000 });
  return Number(/([\d,]+) spans?/.exec(text)?.[1]?.replaceAll(',', ''));
}

test('a server in a terminal goes on sending over a reload of the window', { timeout: 240_000 }, async () => {
  await prepareWorkspace(EXAMPLE);
  const journey = {
    name: 'terminals',
    workspace: EXAMPLE,
    async prepare(workspace: string) {
      await writeFile(join(workspace, 'server.cjs'), PROGRAM);
      await mkdir(join(workspace, '.vscode'), { recursive: true });
      const settings = { 'spanline.capture.terminals': true, 'spanline.capture.callSites': false };
      await writeFile(join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
    },
  };
  await travel(journey, async ({ page }, workspace, evidence) => {
    // The receiver is there before any program: terminals must know of it.
    await page.locator('[id="spanline.spanline.spanline.status"]').waitFor({ timeout: 60_000 });
    await run(page, 'Terminal: Create New Terminal');
    await page.locator('.terminal.xterm.focus').first().waitFor({ timeout: 30_000 });
    await page.keyboard.type(`node "${join(workspace, 'server.cjs')}"`);
    await page.keyboard.press('Enter');
    await eventuallyIs(
      () => countSpans(page),
      (spans) => spans > 20,
      30_000,
    );

    await run(page, 'Developer: Reload Window');
    await page.waitForEvent('load', { timeout: 60_000 });
    await page.locator('[id="spanline.spanline.spanline.status"]').waitFor({ timeout: 60_000 });
    // What was kept is read anew; what comes on top of it is new.
    const kept = await eventuallyIs(
      () => countSpans(page),
      (spans) => spans > 0,
      30_000,
    );
    await eventuallyIs(
      () => countSpans(page),
      (spans) => spans > kept + 20,
      30_000,
    );
    await page.screenshot({ path: join(evidence, 'after-reload.png') });
  });
});
