// At a breakpoint, Run and Debug lists the spans that are open there, and leads to their trace as it is so far.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, stopDebugging } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const GO_ON = join(root, 'go-on');

/** Shown as it is: neither an icon, nor a link, nor another font. */
const HOSTILE = 'pack $(trash) **all** [x](command:workbench.action.quit) <b>';

/** Stops below two spans while another task has one of its own, and then, when told, where none is active. */
const PROGRAM = `
const { existsSync } = require('node:fs');
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const resource = resourceFromAttributes({ 'service.name': 'shop' });
new NodeTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] }).register();
const tracer = trace.getTracer('here');
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
async function pack() {
  await tracer.startActiveSpan(${JSON.stringify(HOSTILE)}, () => pause(600_000));
}
async function checkout() {
  await tracer.startActiveSpan('checkout', async (outer) => {
    tracer.startSpan('look up').end();
    await tracer.startActiveSpan('price order', async (inner) => { // span: price order
      await pause(10);
      debugger;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
      inner.end();
    });
    outer.end();
  });
}
pack();
checkout();
const waiting = setInterval(() => {
  if (!existsSync(${JSON.stringify(GO_ON)})) return;
  clearInterval(waiting);
  debugger;
}, 100);
`;

/** Rows of the view from top to bottom, as a screen reader is told of them; durations differ. */
async function rows(): Promise<readonly string[]> {
  const labels = await ui(async (page) => {
    const found = page.locator('.pane:has(> .pane-header[aria-label^="Open Spans"]) .monaco-list-row');
    // At once: a row that goes meanwhile would be waited for.
    return found.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')));
  });
  return labels.map((label) => (label ?? '').replaceAll(/open for [\d.]+ (µs|ms|s)/g, 'open for a while'));
}

async function rowsAre(wanted: readonly RegExp[]): Promise<void> {
  let last: readonly string[] = [];
  await eventually(`rows ${wanted.join(', ')}`, async () => {
    last = await rows();
    return last.length === wanted.length && wanted.every((row, i) => row.test(last[i] ?? '')) ? true : undefined;
  }).catch((error: unknown) => assert.fail(`${String(error)}; shown are ${JSON.stringify(last)}`));
}

/** Until the view has the text: a message above the rows, or what stands in their place. */
async function waitForText(text: string): Promise<void> {
  await ui(async (page, _editor, wanted) => {
    const view = page.locator('.pane:has(> .pane-header[aria-label^="Open Spans"])');
    await view.getByText(wanted).filter({ visible: true }).waitFor({ timeout: 30_000 });
  }, text);
}

describe('a program that has stopped', function () {
  this.timeout(120_000);
  let stops = 0;
  /** Since the last stop: how often the debugger was asked for the active span, and has answered. */
  let questions = new Set<unknown>();
  let answers = 0;
  let listening: vscode.Disposable | undefined;

  before(async () => {
    listening = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: ({ seq, command, arguments: given }) => {
          if (command !== 'evaluate' || !String(given?.expression).includes('spanline')) return;
          questions.add(seq);
        },
        onDidSendMessage: ({ type, event, request_seq: seq }) => {
          if (type === 'response' && questions.has(seq)) answers++;
          if (event !== 'stopped') return;
          stops++;
          questions = new Set();
          answers = 0;
        },
      }),
    });
    const program = join(root, 'here.cjs');
    await writeFile(program, PROGRAM);
    await vscode.commands.executeCommand('workbench.view.debug');
    const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      ...{ type: 'node', request: 'launch', name: 'here', program, console: 'internalConsole' },
      env: { OTEL_BSP_SCHEDULE_DELAY: '60000' },
    });
    assert.ok(started);
    await eventually('the program stops', () => vscode.debug.activeStackItem);
  });

  after(async () => {
    await stopDebugging();
    listening?.dispose();
    await vscode.workspace
      .getConfiguration('workbench')
      .update('colorTheme', undefined, vscode.ConfigurationTarget.Global);
  });

  it('has a view that is folded until it is wanted, and lists then what is open around the stop', async () => {
    await ui(async (page) => {
      const header = page.locator('.pane-header[aria-label^="Open Spans"]');
      await header.waitFor();
      if ((await header.getAttribute('aria-expanded')) !== 'false') throw new Error('it is not folded');
    });
    // Time for a question that should not come.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.equal(questions.size, 0, 'nobody looks');
    await ui(async (page) => {
      await page.locator('.pane-header[aria-label^="Open Spans"]').click();
    });
    await rowsAre([
      /^price order, active here, service shop, open for a while, here\.cjs:\d+$/,
      /^checkout, service shop, open for a while, here\.cjs:\d+$/,
      /^Also open in this process/,
    ]);
  });

  it('has the other tasks behind one row, by keyboard, their names as they are', async () => {
    await ui(async (page) => {
      const view = page.locator('.pane:has(> .pane-header[aria-label^="Open Spans"])');
      await view.locator('.monaco-list-row').filter({ hasText: 'Also open' }).click();
      await page.keyboard.press('ArrowRight');
    });
    await rowsAre([/^price order, active/, /^checkout,/, /^Also open/, /^pack \$\(trash\) \*\*all\*\* \[x\]/]);
    const label = await ui(async (page) => {
      const row = page.locator('.pane:has(> .pane-header[aria-label^="Open Spans"]) .monaco-list-row').nth(3);
      return row.locator('.label-name').innerText();
    });
    assert.equal(label, HOSTILE);
  });

  for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default Dark Modern'])
    it(`is a picture worth showing in ${theme}`, async () => {
      await vscode.workspace
        .getConfiguration('workbench')
        .update('colorTheme', theme, vscode.ConfigurationTarget.Global);
      await ui(async (page, editor, name) => {
        await page.waitForTimeout(1000);
        await editor.screenshot(name.toLowerCase().replaceAll(' ', '-'));
      }, theme);
      assert.equal((await rows()).length, 4);
    });

  it('shows the trace as it is so far, with the span selected, after a click', async () => {
    const told = await ui(async (page, editor) => {
      const view = page.locator('.pane:has(> .pane-header[aria-label^="Open Spans"])');
      await view.locator('.monaco-list-row').filter({ hasText: 'price order' }).click();
      const trace = await editor.webview('main[data-page="trace"]');
      const selected = trace.locator('[role=treegrid] [role=row][aria-selected=true]');
      await selected.filter({ hasText: 'price order' }).waitFor();
      await editor.screenshot('trace');
      return {
        names: await trace.locator('[role=treegrid] [role=row] .name').allInnerTexts(),
        selected: await selected.innerText(),
      };
    });
    assert.deepEqual(told.names, ['checkout', 'look up', 'price order']);
    assert.match(told.selected, /paused/);
    assert.ok(vscode.debug.activeStackItem, 'the program is paused meanwhile');
  });

  it('shows a span in its trace by keyboard', async () => {
    await ui(async (page, editor) => {
      const view = page.locator('.pane:has(> .pane-header[aria-label^="Open Spans"])');
      await view.locator('.monaco-list-row').filter({ hasText: 'Also open' }).click();
      // The click has folded it.
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      const trace = await editor.webview('main[data-page="trace"]');
      const selected = trace.locator('[role=treegrid] [role=row][aria-selected=true]');
      await selected.filter({ hasText: 'checkout' }).waitFor();
    });
  });

  it('knows the active span also where the call stack shows what awaits it, in which nothing can be evaluated', async () => {
    const before = answers;
    await ui(async (page) => {
      const stack = page.locator('.debug-call-stack .monaco-list-row');
      await stack.filter({ hasText: /^with/ }).first().click();
    });
    await eventually('the debugger is asked anew', () => (answers > before ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.match((await rows())[0] ?? '', /^price order, active here/);
  });

  it('goes to the line that made a span', async () => {
    await ui(async (page) => {
      const view = page.locator('.pane:has(> .pane-header[aria-label^="Open Spans"])');
      const row = view.locator('.monaco-list-row').filter({ hasText: 'price order' });
      await row.hover();
      await row.getByRole('button', { name: /^Go to the Line/ }).click();
    });
    const line = PROGRAM.split('\n').findIndex((text) => text.includes('// span: price order'));
    await eventually('the line is revealed', () =>
      vscode.window.activeTextEditor?.selection.active.line === line ? true : undefined,
    );
  });

  it('says after steps that the active span has ended, and lists what is still open', async () => {
    // Over what takes longer than the rows stay while the program runs, to the end of the span, and over it.
    for (let step = 1; step <= 3; step++) {
      const before = stops;
      await ui(async (page) => {
        const toolbar = page.locator('.debug-toolbar').first();
        await toolbar.getByRole('button', { name: /^Step Over/ }).click();
      });
      await eventually('it stops again', () => (stops > before && answers > 0 ? true : undefined));
      assert.equal(questions.size, 1, 'one question a stop');
    }
    await waitForText('The span that is active here has ended.');
    await rowsAre([/^checkout,/, /^Also open/, /^pack /]);
  });

  it('is empty when the program goes on, and says what is open at a stop where no span is active', async () => {
    await ui(async (page) => {
      await page.keyboard.press('F5');
    });
    await waitForText('The spans that are open where the program stops are listed here');
    await rowsAre([]);
    await writeFile(GO_ON, '');
    await waitForText('No span is active where the program has stopped. These are open in the process.');
    await rowsAre([/^pack /]);
    await ui(async (_page, editor) => {
      await editor.screenshot('none-active');
    });
  });
});
