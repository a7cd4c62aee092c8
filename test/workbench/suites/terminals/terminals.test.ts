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

/** Leaves its environment in a file, which is there when it is whole. */
const PRINT = `
const { renameSync, writeFileSync } = require('fs');
writeFileSync('part.json', JSON.stringify(process.env));
renameSync('part.json', 'environment.json');
`;

/** For the editor to fill in. */
const FOLDER = '$'.concat('{workspaceFolder}');

const TASKS = {
  version: '2.0.0',
  tasks: [
    {
      label: 'one span',
      type: 'shell',
      command: `node "${FOLDER}/app.cjs" "$WHAT"`,
      options: { env: { WHAT: 'of a task' } },
    },
    { label: 'a process', type: 'process', command: 'node', args: [`${FOLDER}/app.cjs`, 'of a process'] },
    {
      label: 'behind another',
      dependsOn: ['one span'],
      type: 'shell',
      command: `node "${FOLDER}/app.cjs" "of a task, behind another"`,
    },
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

/** What a program in the active terminal has. */
async function environment(): Promise<Readonly<Record<string, string>>> {
  await type(`cd "${root}" && node print.cjs`);
  return await answer();
}

/** What print.cjs has left. */
async function answer(): Promise<Readonly<Record<string, string>>> {
  const file = join(root, 'environment.json');
  const said = await eventually('the program has answered', async () => JSON.parse(await readFile(file, 'utf8')));
  await rm(file);
  return said;
}

async function runTask(name: string): Promise<void> {
  const task = (await vscode.tasks.fetchTasks()).find((candidate) => candidate.name === name);
  assert.ok(task);
  await vscode.tasks.executeTask(task);
  await tasksEnd();
}

async function tasksEnd(): Promise<void> {
  await eventually('tasks have ended', () => (vscode.tasks.taskExecutions.length === 0 ? true : undefined));
}

/** Runs the command, and takes the task out of its list. */
async function choose(name: string, described: string): Promise<void> {
  const before = started;
  void vscode.commands.executeCommand('spanline.task.run');
  await ui(
    async (page, editor, task, description) => {
      const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: task });
      await row.filter({ hasText: description }).first().waitFor();
      await editor.screenshot(`pick ${task}`);
      await row.filter({ hasText: description }).first().click();
    },
    name,
    described,
  );
  if (name !== 'behind another') await eventually('it has begun', () => (started > before ? true : undefined));
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

let started = 0;
vscode.tasks.onDidStartTask(() => started++);

const LINE = PROGRAM.split('\n').findIndex((text) => text.includes('// the line'));

const OURS = [
  'NODE_OPTIONS',
  'OTEL_BSP_SCHEDULE_DELAY',
  ...['LOGS', 'METRICS', 'TRACES'].flatMap((signal) => [
    `OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`,
    `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`,
  ]),
  'OTEL_RESOURCE_ATTRIBUTES',
  'PYTHONPATH',
  'SPANLINE_AUTO',
  'SPANLINE_PACKAGES',
  'SPANLINE_SPOOL',
  'SPANLINE_TERMINAL',
];

describe('terminals and tasks', function () {
  this.timeout(120_000);

  before(async () => {
    await writeFile(join(root, 'app.cjs'), PROGRAM);
    await writeFile(join(root, 'print.cjs'), PRINT);
    const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    manifest.scripts['one-span'] = 'node app.cjs "of a script"';
    await writeFile(join(root, 'package.json'), JSON.stringify(manifest));
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
    await runTask('one span');
    await choose('one span', 'ran last');
    await tasksEnd();
    assert.equal(await lineOf('of a task'), LINE);
  });

  it('run a task that is a process, and a script of npm, with capture', async () => {
    await choose('a process', 'Workspace');
    await tasksEnd();
    assert.equal(await lineOf('of a process'), LINE);
    await choose('one-span', 'npm');
    await tasksEnd();
    assert.equal(await lineOf('of a script'), LINE);
  });

  it('say why a task cannot be run with capture, and what can', async () => {
    const before = started;
    await choose('behind another', 'Workspace');
    await ui(async (page, editor) => {
      const told = page.getByRole('dialog', { name: /"behind another" cannot be given variables/ });
      await told.getByText('It runs other tasks first').waitFor();
      await editor.screenshot('not-rebuilt');
      await told.getByRole('button', { name: 'Capture All Terminals' }).click();
    });
    await eventually('both have begun', () => (started > before + 1 ? true : undefined));
    await tasksEnd();
    assert.equal(vscode.workspace.getConfiguration().get('spanline.capture.terminals'), true);
    assert.equal(await lineOf('of a task, behind another'), LINE);
  });

  it('are captured all while the setting is on, the open ones after a new start', async () => {
    await openTerminal();
    assert.deepEqual(await variablesOfOurs(), OURS);
    await type('node app.cjs "of any terminal"');
    assert.equal(await lineOf('of any terminal'), LINE);
  });

  it('give way to a command that sets a destination of its own', async () => {
    await type('OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9 node print.cjs');
    const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint } = await answer();
    assert.equal(endpoint, undefined);
  });

  it('are left where the environment of terminals sends traces elsewhere, which the view says', async () => {
    await set('terminal.integrated.env.linux', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    await vscode.commands.executeCommand('spanline.traces.clear');
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await eventually('all are closed', () => (vscode.window.terminals.length === 0 ? true : undefined));
    await vscode.commands.executeCommand('spanline.traces.show');
    await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByText('OTEL_EXPORTER_OTLP_ENDPOINT is set for terminals').waitFor();
      await editor.screenshot('left');
    });
    await openTerminal();
    assert.deepEqual(await variablesOfOurs(), ['OTEL_EXPORTER_OTLP_ENDPOINT']);
    await set('terminal.integrated.env.linux', undefined);
  });

  it('are as before once the setting is off', async () => {
    await openTerminal();
    assert.deepEqual(await variablesOfOurs(), OURS);
    await set('spanline.capture.terminals', false);
    await openTerminal();
    assert.deepEqual(await variablesOfOurs(), []);
    await ui(async (_page, editor) => editor.screenshot('off-again'));
  });
});
