// Attaching to a program that runs already and exports elsewhere: one question, then its spans are here, with their lines.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, stopDebugging } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

const PROGRAM = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
// Settled in code, before anybody attaches: nothing listens there.
const exporter = new OTLPTraceExporter({ url: 'http://127.0.0.1:9/v1/traces' });
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('attach');
function tick() {
  tracer.startSpan('tick').end(); // span: tick
}
setInterval(tick, 100);
`;

async function startProgram(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const program = join(root, 'running.cjs');
  await writeFile(program, PROGRAM);
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', program], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { stderr } = child;
  assert.ok(stderr);
  const [said] = await once(stderr, 'data');
  const port = Number(/ws:\/\/127\.0\.0\.1:(\d+)\//.exec(String(said))?.[1]);
  return { child, port };
}

async function attach(port: number): Promise<void> {
  const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
    ...{ type: 'node', request: 'attach', name: 'the running one', address: '127.0.0.1', port },
  });
  assert.ok(started);
}

describe('a program that is attached to', function () {
  this.timeout(90_000);
  let running: Awaited<ReturnType<typeof startProgram>>;
  // The debugger closes the program's port when it detaches: there is no second time.
  beforeEach(async () => {
    running = await startProgram();
  });
  afterEach(() => running.child.kill('SIGKILL'));

  it('is left alone where the answer is no', async () => {
    await attach(running.port);
    await ui(async (page) => {
      const question = page.getByRole('dialog', { name: /Load Spanline into "the running one"/ });
      await question.hover();
      await question.getByRole('button', { name: /^Clear Notification/ }).click();
    });
    await stopDebugging();
    assert.equal(running.child.exitCode, null, 'detaching leaves it running');
  });

  it('shows its spans on their lines after one question, whatever it exports to', async () => {
    await attach(running.port);
    await ui(async (page, editor) => {
      const question = page.getByRole('dialog', { name: /Load Spanline into "the running one"/ });
      await question.waitFor();
      await editor.screenshot('question');
      await question.getByRole('button', { name: 'Load', exact: true }).click();
    });
    await vscode.commands.executeCommand('spanline.traces.show');
    await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByRole('row').filter({ hasText: 'tick' }).first().click();
      const trace = await editor.webview('main[data-page="trace"]');
      await trace.getByRole('treegrid').getByText('tick').first().click();
    });
    const line = PROGRAM.split('\n').findIndex((text) => text.includes('// span: tick'));
    await eventually('the line is revealed', () => {
      const editor = vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('running.cjs'));
      return editor?.selection.active.line === line ? true : undefined;
    });
    await stopDebugging();
    assert.equal(running.child.exitCode, null, 'detaching leaves it running');
  });
});
