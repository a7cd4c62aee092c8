// Terminals and tasks: untouched until asked for, captured one by one by a command, and all by the setting.

import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

/** A span of the name that it is given, without a batch that waits. */
const PROGRAM = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
trace.getTracer('terminals').startSpan(process.argv[2]).end(); // the line
provider.shutdown();
`;

const TASKS = {
  version: '2.0.0',
  tasks: [
    {
      label: 'one span',
      type: 'shell',
      command: 'node "${workspaceFolder}/app.cjs" "$WHAT"',
      options: { env: { WHAT: 'of a task' } },
    },
    { label: 'a process', type: 'process', command: 'node', args: ['${workspaceFolder}/app.cjs', 'of a process'] },
    { label: 'behind another', dependsOn: ['one span'], type: 'shell', command: 'true' },
  ],
};

async function set(section: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(section, value, vscode.ConfigurationTarget.Global);
}

/** Types a line into the terminal that has the focus, as a user does. */
async function type(line: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.terminal.focus');
  await ui(async (page, _editor, text) => {
    await page.locator('.terminal.xterm.focus').first().waitFor();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }, line);
}

async function openTerminal(command = 'workbench.action.terminal.new'): Promise<void> {
  const before = vscode.window.terminals.length;
  await vscode.commands.executeCommand(command);
  await eventually('the terminal is there', () => (vscode.window.terminals.length > before ? true : undefined));
}

/** What a shell in the active terminal has. */
async function environment(): Promise<Readonly<Record<string, string>>> {
  const file = join(root, 'environment.json');
  await rm(file, { force: true });
  await writeFile(
    join(root, 'print.cjs'),
    "require('fs').writeFileSync('environment.json.part', JSON.stringify(process.env)); require('fs').renameSync('environment.json.part', 'environment.json');",
  );
  await type(`cd "${root}" && node print.cjs`);
  return await eventually('the shell has answered', async () => JSON.parse(await readFile(file, 'utf8')));
}

/** Names of variables with something of ours in them. */
async function variablesOfOurs(): Promise<readonly string[]> {
  return Object.entries(await environment())
    .filter(
      ([name, value]) =>
        /^OTEL_|^SPANLINE_(?!TEST_)/.test(name) ||
        (/^(?:NODE_OPTIONS|PYTHONPATH)$/.test(name) && /spanline/.test(value)),
    )
    .map(([name]) => name)
    .sort();
}

/** Opens the trace by its row, and answers with the line that its span leads to. */
async function lineOf(span: string): Promise<number> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('spanline.traces.show');
  await ui(async (_page, editor, name) => {
    const traces = await editor.webview('main[data-page="traces"]');
    await traces.getByRole('row').filter({ hasText: name }).first().click();
    const trace = await editor.webview('main[data-page="trace"]');
    await trace.getByRole('treegrid').getByText(name).first().click();
  }, span);
  return await eventually('a line is revealed', () => {
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('app.cjs'));
    return shown?.selection.active.line || undefined;
  });
}

const LINE = PROGRAM.split('\n').findIndex((text) => text.includes('// the line'));

const OURS = [
  'NODE_OPTIONS',
  'OTEL_BSP_SCHEDULE_DELAY',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL',
  'OTEL_RESOURCE_ATTRIBUTES',
  'PYTHONPATH',
  'SPANLINE_AUTO',
  'SPANLINE_SPOOL',
  'SPANLINE_TERMINAL',
];

describe('terminals and tasks', function () {
  this.timeout(120_000);

  before(async () => {
    await writeFile(join(root, 'app.cjs'), PROGRAM);
    await mkdir(join(root, '.vscode'), { recursive: true });
    await writeFile(join(root, '.vscode', 'tasks.json'), JSON.stringify(TASKS));
  });
  after(async () => {
    for (const section of ['spanline.capture.terminals', 'terminal.integrated.env.linux'])
      await set(section, undefined);
    for (const terminal of vscode.window.terminals) terminal.dispose();
  });

  it('are as they would be without us, while nobody asks for more; the empty view offers it', async () => {
    await openTerminal();
    assert.deepEqual(await variablesOfOurs(), []);
    await vscode.commands.executeCommand('spanline.traces.show');
    await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByRole('button', { name: 'Run Task with Capture' }).waitFor();
      await editor.screenshot('offered');
      await traces.getByRole('button', { name: 'Open Terminal with Capture' }).click();
    });
    await eventually('a second terminal is there', () => (vscode.window.terminals.length > 1 ? true : undefined));
  });

  it('have one with capture by one click, whose programs show their spans on their lines', async () => {
    assert.deepEqual(await variablesOfOurs(), OURS);
    await type('node app.cjs "of a terminal"');
    assert.equal(await lineOf('of a terminal'), LINE);
    await ui(async (_page, editor) => editor.screenshot('one-terminal'));
  });

  it('run a task again with capture, one that ran without before', async () => {
    const task = (await vscode.tasks.fetchTasks()).find(({ name }) => name === 'one span');
    assert.ok(task);
    await vscode.tasks.executeTask(task);
    await eventually('it has ended', () => (vscode.tasks.taskExecutions.length === 0 ? true : undefined));
    const asked = vscode.commands.executeCommand('spanline.task.run');
    await ui(async (page, editor) => {
      const first = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'one span' });
      await first.filter({ hasText: 'ran last' }).waitFor();
      await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'a process' }).waitFor();
      await editor.screenshot('pick-task');
      await page.keyboard.press('Enter');
    });
    await asked;
    assert.equal(await lineOf('of a task'), LINE);
  });
});
