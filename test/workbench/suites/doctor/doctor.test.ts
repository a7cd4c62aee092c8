// An empty view that says why: the program exports to an endpoint of its own code, and a button leads to that line.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, stopDebugging } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

/** Nothing listens where it exports to. */
const PROGRAM = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const exporter = new OTLPTraceExporter({
  url: 'http://127.0.0.1:9/v1/traces', // endpoint
});
trace.setGlobalTracerProvider(new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] }));
setInterval(() => trace.getTracer('doctor').startSpan('tick').end(), 200);
`;

describe('a program whose spans go elsewhere', function () {
  this.timeout(90_000);

  it('is explained by the empty view, whose button leads to the line', async () => {
    const program = join(root, 'elsewhere.cjs');
    await writeFile(program, PROGRAM);
    await vscode.commands.executeCommand('spanline.traces.show');
    const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      ...{ type: 'node', request: 'launch', name: 'elsewhere', program, console: 'internalConsole' },
      // The hook would bring the spans wherever they are exported to.
      env: { SPANLINE_HOOK: 'off' },
      internalConsoleOptions: 'neverOpen',
    });
    assert.ok(started);
    const said = await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      const found = traces.getByRole('listitem').filter({ hasText: 'elsewhere.cjs' }).first();
      await found.waitFor();
      const text = (await found.innerText()).replaceAll(/\s+/g, ' ');
      await found
        .getByRole('button', { name: /elsewhere|Show|Open|Line/ })
        .first()
        .click();
      return text;
    });
    assert.match(said, /127\.0\.0\.1:9/);
    const line = PROGRAM.split('\n').findIndex((text) => text.includes('// endpoint'));
    await eventually('the line is shown', () => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.fileName === program);
      return editor && Math.abs(editor.selection.active.line - line) <= 1 ? true : undefined;
    });
  });

  for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast'])
    it(`is readable in ${theme}, in a narrow window too`, async () => {
      const configuration = vscode.workspace.getConfiguration('workbench');
      await configuration.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
      const isWide = await ui(async (page, editor, name) => {
        const traces = await editor.webview('main[data-page="traces"]');
        const file = name.toLowerCase().replaceAll(' ', '-');
        await page.setViewportSize({ width: 1280, height: 1000 });
        await page.waitForTimeout(800);
        await editor.screenshot(file);
        await page.setViewportSize({ width: 620, height: 1000 });
        await page.waitForTimeout(800);
        await editor.screenshot(`${file}-narrow`);
        return traces.evaluate(() =>
          [...document.querySelectorAll('.finding p')].some((text) => text.scrollWidth > text.clientWidth),
        );
      }, theme);
      assert.equal(isWide, false, 'nothing is cut off at the side');
    });

  after(stopDebugging);
});

/** Nothing but the variables leads its spans here. */
const IN_SCRIPT = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
setInterval(() => trace.getTracer('doctor').startSpan('in a script').end(), 200);
`;

describe('a program whose npm script waits for a debugger by itself', function () {
  this.timeout(120_000);

  it('shows its spans without lines, and the doctor says why', async () => {
    await writeFile(join(root, 'script.cjs'), IN_SCRIPT);
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    manifest.scripts.waits = 'node --inspect-brk=9557 script.cjs';
    await writeFile(join(root, 'package.json'), JSON.stringify(manifest, undefined, 2));
    await vscode.commands.executeCommand('spanline.traces.show');
    const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      ...{ type: 'node', request: 'launch', name: 'in a script', runtimeExecutable: 'npm', port: 9557 },
      // js-debug gives up after ten seconds by itself; npm on a busy machine may take longer.
      timeout: 60_000,
      ...{ runtimeArgs: ['run', 'waits'], console: 'internalConsole', internalConsoleOptions: 'neverOpen' },
    });
    assert.ok(started);
    await eventually('it waits at its start', () => vscode.debug.activeStackItem);
    await vscode.commands.executeCommand('workbench.action.debug.continue');
    await ui(async (page, editor) => {
      await page.setViewportSize({ width: 1280, height: 800 });
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByRole('row').filter({ hasText: 'in a script' }).first().click();
      const trace = await editor.webview('main[data-page="trace"]');
      await trace.getByRole('treegrid').getByText('in a script').first().click();
      await editor.screenshot('without-lines');
    });
    await vscode.commands.executeCommand('spanline.doctor.show');
    await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      const found = traces.getByRole('listitem').filter({ hasText: 'runs without Spanline’s hook' });
      await found.getByText('“waits”').waitFor();
      await editor.screenshot('hook-lost');
    });
    await stopDebugging();
  });
});
