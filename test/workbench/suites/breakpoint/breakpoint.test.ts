// Five seconds at a breakpoint: the span stands still meanwhile, no duration counts them afterwards, its bar hatches them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, stopDebugging } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const STOP = 5000;
/** Milliseconds: what a user sees to be none of the stop, on a slow machine too. */
const FAR_LESS = 2000;

const PROGRAM = `
const { context, trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('breakpoint');
const request = tracer.startSpan('request');
const within = trace.setSpan(context.active(), request);
setTimeout(() => {
  const query = tracer.startSpan('query', {}, within);
  debugger;
  query.end();
  tracer.startSpan('answer', {}, within).end();
  request.end();
}, 50);
setInterval(() => {}, 1000);
`;

/** Stops once somebody has attached. */
const ATTACHED = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
trace.setGlobalTracerProvider(new NodeTracerProvider());
setInterval(() => {
  const span = trace.getTracer('attached').startSpan('tick');
  // A stop before the hook is in would hold a span that it has not seen.
  if (Symbol.for('spanline.hook.node') in globalThis) debugger;
  span.end();
}, 500);
`;

interface Row {
  readonly text: string;
  readonly title: string | null;
}

/** What the waterfall says of the times of its rows, from top to bottom. */
async function rows(): Promise<readonly Row[]> {
  return ui(async (_page, editor) => {
    const trace = await editor.webview('main[data-page="trace"]');
    return trace
      .locator('.span-row:not([hidden]) .time')
      .evaluateAll((cells) =>
        cells.map((cell) => ({ text: cell.textContent ?? '', title: cell.getAttribute('title') })),
      );
  });
}

async function total(): Promise<string> {
  return ui(async (_page, editor) => {
    const trace = await editor.webview('main[data-page="trace"]');
    return (await trace.locator('.trace-header .total').textContent()) ?? '';
  });
}

function toMilliseconds(text: string): number {
  const [, value, unit = ''] = /^(?:running, |paused, )?([\d.]+) (µs|ms|s)\b/.exec(text) ?? [];
  return Number(value) * ({ µs: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN);
}

function heldMilliseconds(text: string): number {
  return toMilliseconds(/([\d.]+ \S+) held by the debugger/.exec(text)?.[1] ?? '');
}

async function showTheme(theme: string, name: string): Promise<void> {
  await vscode.workspace.getConfiguration().update('workbench.colorTheme', theme, vscode.ConfigurationTarget.Global);
  await ui(async (page, editor, file) => {
    await page.waitForTimeout(1000);
    await editor.screenshot(file);
  }, name);
}

describe('a program at a breakpoint', function () {
  this.timeout(120_000);

  it('is held, and no duration counts it', async () => {
    const program = join(root, 'breakpoint.cjs');
    await writeFile(program, PROGRAM);
    const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      ...{ type: 'node', request: 'launch', name: 'breakpoint', program, console: 'internalConsole' },
      internalConsoleOptions: 'neverOpen',
    });
    assert.ok(started);
    await eventually(
      'the breakpoint',
      () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame || undefined,
    );
    const stopped = Date.now();
    await vscode.commands.executeCommand('spanline.traces.show');
    await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByRole('row').filter({ hasText: 'request' }).first().click();
    });
    const paused = await eventually('two spans that are paused', async () => {
      const seen = await rows();
      return seen.length === 2 && seen.every(({ text }) => text.startsWith('paused')) ? seen : undefined;
    });
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, stopped + STOP - Date.now())));
    const [before = ''] = paused.map(({ text }) => text);
    const later = await eventually('the stop grows', async () => {
      const [seen = ''] = (await rows()).map(({ text }) => text);
      return heldMilliseconds(seen) > heldMilliseconds(before) ? seen : undefined;
    });
    assert.equal(toMilliseconds(later), toMilliseconds(before), 'while time stands still');
    await ui(async (_page, editor) => void (await editor.screenshot('paused')));

    await vscode.commands.executeCommand('workbench.action.debug.continue');
    const ended = await eventually('three spans that have ended', async () => {
      const seen = await rows();
      return seen.length === 3 && seen.every(({ text }) => !/paused|running/.test(text)) ? seen : undefined;
    });
    for (const { text, title } of ended.slice(0, 2)) {
      assert.ok(toMilliseconds(text) < FAR_LESS, text);
      assert.ok(heldMilliseconds(text) > STOP - FAR_LESS, text);
      assert.match(title ?? '', /held by the debugger/);
    }
    assert.doesNotMatch(ended[2]?.text ?? '', /held/, 'what came behind was not held');
    assert.ok(toMilliseconds(await total()) < FAR_LESS);
    const row = await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      return (await traces.locator('.trace-row[aria-rowindex="2"] .duration-text').textContent()) ?? '';
    });
    assert.ok(toMilliseconds(row) < FAR_LESS, row);
    for (const [theme, name] of [
      ['Default Dark Modern', 'dark'],
      ['Default Light Modern', 'light'],
      ['Default High Contrast', 'high-contrast'],
    ] as const)
      await showTheme(theme, name);
    await stopDebugging();
  });

  it('is held as well where the debugger was attached to it', async () => {
    const file = join(root, 'attached.cjs');
    await writeFile(file, ATTACHED);
    await vscode.workspace
      .getConfiguration('spanline')
      .update('capture.attach', 'always', vscode.ConfigurationTarget.Global);
    const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    try {
      assert.ok(child.stderr);
      const [said] = await once(child.stderr, 'data');
      const port = Number(/ws:\/\/127\.0\.0\.1:(\d+)\//.exec(String(said))?.[1]);
      const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
        ...{ type: 'node', request: 'attach', name: 'the running one', address: '127.0.0.1', port },
        internalConsoleOptions: 'neverOpen',
      });
      assert.ok(started);
      await vscode.commands.executeCommand('spanline.traces.show');
      await ui(async (_page, editor) => {
        const traces = await editor.webview('main[data-page="traces"]');
        await traces.getByRole('row').filter({ hasText: 'tick' }).first().click();
      });
      const before = await eventually('a span that is paused', async () => {
        const [seen] = await rows();
        return seen?.text.startsWith('paused') ? seen.text : undefined;
      });
      await eventually('the stop grows', async () =>
        heldMilliseconds((await rows())[0]?.text ?? '') > heldMilliseconds(before) ? true : undefined,
      );
      await stopDebugging();
    } finally {
      child.kill('SIGKILL');
    }
  });
});
