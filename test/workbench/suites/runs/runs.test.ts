// A run that is over: passed on and filtered while it is live, opened again as a document, its trace shown, exported.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { eventually, stopDebugging } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const LAUNCH = { type: 'node', request: 'launch', name: 'shop keeper', program: join(root, 'keeper.cjs') };

/** Ten traces, two of them with an error. */
const PROGRAM = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('keeper');
for (let i = 0; i < 10; i++) {
  const span = tracer.startSpan('serve ' + i, { attributes: { 'shop.shelf': 'shelf ' + (i % 3), 'api.token': 'hunter2-hunter2' } });
  if (i % 5 === 0) span.setStatus({ code: 2 });
  span.end();
}
setInterval(() => {}, 1000);
`;

function configure(endpoint: string | undefined): Thenable<void> {
  const spanline = vscode.workspace.getConfiguration('spanline');
  return spanline.update('forward.endpoint', endpoint, vscode.ConfigurationTarget.Global);
}

describe('A run that is over', function () {
  this.timeout(120_000);

  after(() => configure(undefined));

  it('is passed on to another endpoint while it is live, without what is ours', async () => {
    const bodies: Buffer[] = [];
    const backend = createServer(async (request, response) => {
      bodies.push(gunzipSync(await buffer(request)));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const address = backend.address();
    await configure(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    await writeFile(LAUNCH.program, PROGRAM.replace("'serve '", "'first '"));
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], LAUNCH));
    const text = await eventually('all spans are there', () => {
      const all = Buffer.concat(bodies).toString('latin1');
      return all.split('first ').length > 10 ? all : undefined;
    });
    assert.match(text, /service\.name/);
    assert.doesNotMatch(text, /spanline\.|code\.line/);
    await stopDebugging();
    await configure(undefined);
    backend.close();
    await vscode.commands.executeCommand('spanline.traces.clear');
  });

  it('is filtered by keyboard while it is live, with keys and values completed', async () => {
    await writeFile(LAUNCH.program, PROGRAM);
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], LAUNCH));
    // The debug console opens with a session, and takes the panel.
    await eventually('it runs', () => (vscode.debug.activeDebugSession ? true : undefined));
    await vscode.commands.executeCommand('spanline.traces.show');
    await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]', 30_000);
      await traces.locator('[role=grid][aria-rowcount="11"]').waitFor({ timeout: 30_000 });
    });
    const names = await ui(async (page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.locator('[role=grid]').focus();
      await page.keyboard.press('/');
      await page.keyboard.type('shelf');
      await traces.getByRole('option', { name: 'shop.shelf:' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await traces.getByRole('option', { name: 'shelf 2' }).waitFor();
      await editor.screenshot('filter-values');
      await page.keyboard.type('"shelf 1"');
      await page.keyboard.press('Escape');
      await traces.locator('[role=grid][aria-rowcount="4"]').waitFor();
      await editor.screenshot('filtered');
      const found = await traces.locator('.trace-row:not([hidden]) .name').allInnerTexts();
      await page.keyboard.press('Escape');
      await traces.locator('[role=grid][aria-rowcount="11"]').waitFor();
      return found;
    });
    assert.deepEqual([...names].sort(), ['serve 1', 'serve 4', 'serve 7']);
  });

  it('is listed by its launch and opens as a document, whose traces open', async () => {
    await stopDebugging();
    await vscode.commands.executeCommand('spanline.traces.clear');
    // The list waits for a choice: it is made outside.
    const opening = vscode.commands.executeCommand('spanline.run.open');
    await ui(async (page, editor) => {
      const items = page.locator('.quick-input-list [role=option]');
      await items.first().waitFor({ timeout: 20_000 });
      await editor.screenshot('list-of-runs');
      await items.filter({ hasText: 'shop keeper' }).filter({ hasText: '10 spans' }).first().click();
    });
    await opening;
    const tab = await eventually('the run is open', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom ? input : undefined;
    });
    assert.equal(tab.viewType, 'spanline.run');
    await ui(async (_page, editor) => {
      const run = await editor.webview('main[data-page="traces"][data-file]', 20_000);
      await run.locator('[role=grid][aria-rowcount="11"]').waitFor({ timeout: 20_000 });
      await editor.screenshot('run-as-document');
      await run.getByRole('row').filter({ hasText: 'serve 5' }).click();
      const trace = await editor.webview('main[data-page="trace"][data-file]', 20_000);
      await trace.getByRole('treegrid').getByText('serve 5').first().click();
      await trace.getByText('shelf 2').first().waitFor();
      await editor.screenshot('trace-of-run');
    });
    assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', /^Trace: .*\.spanrun$/);
  });

  it('is exported with its secrets covered, and what was exported opens', async () => {
    const exporting = vscode.commands.executeCommand('spanline.trace.export');
    const name = await ui(async (page, editor) => {
      await page.locator('.quick-input-list [role=option]').filter({ hasText: 'Cover Secrets' }).click();
      const dialog = page.locator('.quick-input-widget').filter({ hasText: 'Export Traces' });
      await dialog.getByText('OK', { exact: true }).waitFor();
      await editor.screenshot('where-to');
      // It shows the folder before it shows the name.
      const input = dialog.locator('input[type=text]').filter({ visible: true });
      let path = '';
      for (let i = 0; i < 100 && !path.endsWith('.otlp.jsonl'); i++) {
        await page.waitForTimeout(100);
        path = await input.inputValue();
      }
      await dialog.getByText('OK', { exact: true }).click();
      await page.locator('.notification-toast').filter({ hasText: '1 span' }).waitFor({ timeout: 20_000 });
      await editor.screenshot('exported');
      return path.slice(path.lastIndexOf('/') + 1);
    });
    const text = await readFile(join(root, name), 'utf8');
    assert.match(text, /serve 5/);
    assert.doesNotMatch(text, /hunter2/);
    await ui(async (page, editor, file) => {
      await page.locator('.notification-toast').getByText('Open', { exact: true }).click();
      const opened = await editor.webview(`main[data-page="traces"][data-file$="${file}"]`, 20_000);
      await opened.locator('[role=grid][aria-rowcount="2"]').waitFor({ timeout: 20_000 });
    }, name);
    void exporting;
  });
});
