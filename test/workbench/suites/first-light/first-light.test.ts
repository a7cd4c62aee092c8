// The five minutes that decide: F5, rows that appear, a waterfall, each span on its line, a lens that leads back.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findMarks } from '../../../../scripts/check/marks.ts';
import { eventually } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

interface MarkedLine {
  readonly span: string;
  readonly place: string;
}

/** The lines of the example that say which span they make. */
async function markedLines(): Promise<readonly MarkedLine[]> {
  const marks = await findMarks(root);
  return marks.map(({ span, file, line }) => ({ span, place: `${join(root, 'src', file)}:${line}` }));
}

async function markedLine(span: string): Promise<MarkedLine> {
  const mark = (await markedLines()).find((candidate) => candidate.span === span);
  if (!mark) throw new Error(`no mark for ${span}`);
  return mark;
}

/** File and line that an editor beside the page shows. */
function shownPlaces(): readonly string[] {
  return vscode.window.visibleTextEditors.map(
    (editor) => `${editor.document.uri.fsPath}:${editor.selection.active.line + 1}`,
  );
}

describe('F5 on the example', function () {
  this.timeout(120_000);

  after(async () => {
    await vscode.debug.stopDebugging();
    await vscode.workspace
      .getConfiguration('workbench')
      .update('colorTheme', undefined, vscode.ConfigurationTarget.Global);
  });

  it('shows a trace that crosses both services, with manual, server and client spans', async () => {
    await ui(async (page) => {
      await page.locator('.monaco-workbench .statusbar').click();
      await page.keyboard.press('F5');
    });
    await eventually('the sessions run', () => (vscode.debug.activeDebugSession ? true : undefined), 60_000);
    await vscode.commands.executeCommand('spanline.traces.show');
    // A trace is complete once its root is there and all of its seven spans: before, it is on its way.
    const spans = await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]', 30_000);
      const whole = traces
        .getByRole('row')
        .filter({ hasText: 'POST /orders' })
        .filter({ hasText: 'inventory' })
        .filter({ has: traces.getByRole('gridcell', { name: '7', exact: true }) })
        .first();
      await whole.waitFor({ timeout: 60_000 });
      await whole.click();
      const trace = await editor.webview('main[data-page="trace"]', 20_000);
      await trace.getByRole('treegrid').getByText('reserve stock').first().waitFor({ timeout: 20_000 });
      return trace.locator('[role=treegrid] [role=row] .name').allInnerTexts();
    });
    for (const name of [
      'POST /orders',
      'checkout',
      'price order',
      'POST',
      'POST /reservations',
      'reserve stock',
      'read shelf',
    ])
      assert.ok(spans.includes(name), `${name} is among ${spans.join(', ')}`);
  });

  it('reveals for each manual and client span the line that its mark stands on', async () => {
    const marks = await markedLines();
    assert.ok(marks.length >= 5);
    for (const { span, place } of marks) {
      await ui(async (_page, editor, name) => {
        const trace = await editor.webview('main[data-page="trace"]');
        await trace
          .locator('[role=treegrid] [role=row]')
          .filter({ has: trace.getByText(name, { exact: true }) })
          .first()
          .click();
      }, span);
      await eventually(
        `${span} reveals ${place}`,
        () => (shownPlaces().includes(place) ? true : undefined),
        30_000,
      ).catch((error: unknown) => assert.fail(`${String(error)}; shown are ${shownPlaces().join(', ')}`));
    }
  });

  it('is walked by keyboard alone, from the table to the line', async () => {
    const place = () => {
      const editor = vscode.window.activeTextEditor;
      return editor && `${editor.document.uri.fsPath}:${editor.selection.active.line + 1}`;
    };
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('spanline.traces.show');
    await ui(async (page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByRole('row').filter({ hasText: 'inventory' }).first().waitFor();
      // The command has put the focus into the table: the arrows work at once.
      await traces.locator('[role=grid]:focus').waitFor();
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const trace = await editor.webview('main[data-page="trace"]', 20_000);
      await trace.getByRole('treegrid').getByText('checkout').first().waitFor();
      await trace.locator('[role=treegrid]:focus').waitFor();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    });
    const checkout = await markedLine('checkout');
    await eventually(
      'the editor has the focus at checkout',
      () => (place() === checkout.place ? true : undefined),
      10_000,
    );
  });

  it('has a lens on the line, whose click shows only the traces of that line', async () => {
    const { place } = await markedLine('read shelf');
    const [file = '', line] = place.split(/:(?=\d+$)/);
    const document = await vscode.window.showTextDocument(vscode.Uri.file(file), { viewColumn: vscode.ViewColumn.One });
    const lens = await eventually('a lens on read shelf', async () => {
      const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.document.uri,
        100,
      );
      return lenses.find(
        (candidate) => candidate.range.start.line === Number(line) - 1 && candidate.command !== undefined,
      );
    });
    assert.match(
      lens.command?.title ?? '',
      /^\d+ calls · p50 [\d.]+ (µs|ms|s) · p95 [\d.]+ (µs|ms|s)( · \d+ errors?)?$/,
    );
    await eventually('failures are counted', async () => {
      const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.document.uri,
        100,
      );
      return lenses.some((candidate) => candidate.command?.title.includes('error')) ? true : undefined;
    });
    const chip = await ui(async (page, editor) => {
      await page.locator('.codelens-decoration a[title*="read shelf"]').filter({ visible: true }).first().click();
      const traces = await editor.webview('main[data-page="traces"]');
      await traces
        .getByText(/inventory\.ts:\d+/)
        .first()
        .waitFor();
      await editor.screenshot('filtered');
      return traces
        .getByText(/inventory\.ts:\d+/)
        .first()
        .innerText();
    });
    assert.match(chip, new RegExp(`inventory\\.ts:${line}`));
  });

  it('opens the trace beside the code that is open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    const { place } = await markedLine('checkout');
    await vscode.window.showTextDocument(vscode.Uri.file(place.replace(/:\d+$/, '')), { preview: false });
    await ui(async (page, editor) => {
      await page.setViewportSize({ width: 1440, height: 900 });
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByRole('button', { name: /inventory/ }).click();
      await traces.getByRole('row').filter({ hasText: 'inventory' }).nth(1).click();
      const trace = await editor.webview('main[data-page="trace"]');
      await trace.getByRole('treegrid').getByText('reserve stock').first().waitFor();
    });
    const columns = vscode.window.tabGroups.all.map((group) => group.activeTab?.label);
    assert.deepEqual(columns, ['storefront.ts', 'Trace']);
  });

  for (const theme of ['Default Dark Modern', 'Default Light Modern', 'Default High Contrast']) {
    it(`is a picture worth showing in ${theme}`, async () => {
      await vscode.workspace
        .getConfiguration('workbench')
        .update('colorTheme', theme, vscode.ConfigurationTarget.Global);
      const rows = await ui(async (page, editor, name) => {
        const trace = await editor.webview('main[data-page="trace"]');
        await trace.getByRole('treegrid').getByText('price order').first().click();
        await page.waitForTimeout(1500);
        await editor.screenshot(name.toLowerCase().replaceAll(' ', '-'));
        return trace.locator('[role=treegrid] [role=row]').count();
      }, theme);
      assert.ok(rows >= 7);
    });
  }

  it('goes on after a kill -9 of the child, with the same port, and says what happened', async () => {
    const before = await countSpans();
    killAll((parent, args) => parent === process.pid && args.includes('dist/telemetry.cjs'));
    const text = await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByText('started again', { exact: false }).first().waitFor({ timeout: 20_000 });
      await editor.screenshot('child-killed');
      return traces.locator('main').innerText();
    });
    assert.match(text, /ended \(signal SIGKILL\) and was started again/);
    // The programs that ran before the kill are still received: the port is the same.
    await eventually('spans go on to arrive', async () => {
      await fetch('http://127.0.0.1:4801/orders', { method: 'POST', body: '{"article":"kettle","quantity":1}' });
      return (await countSpans()) > before ? true : undefined;
    });
  });

  it('keeps what a program sent before a kill -9 of the program', async () => {
    const before = await countSpans();
    killAll((_parent, args) => args.endsWith('dist/storefront.js'));
    await eventually('its session has ended', () =>
      vscode.debug.activeDebugSession?.name.includes('storefront') ? undefined : true,
    );
    const row = await ui(async (_page, editor) => {
      const traces = await editor.webview('main[data-page="traces"]');
      await traces.getByRole('row').filter({ hasText: 'inventory' }).nth(2).click();
      const trace = await editor.webview('main[data-page="trace"]');
      await trace.getByRole('treegrid').getByText('read shelf').first().waitFor();
      return trace.locator('[role=treegrid] [role=row]').count();
    });
    assert.ok(row >= 7);
    assert.ok((await countSpans()) >= before);
  });
});

/** Ends processes as `kill -9` does; at least one must be there. */
function killAll(which: (parent: number, args: string) => boolean): void {
  const pids = execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => found !== null && which(Number(found[2]), found[3] ?? ''))
    .map((found) => Number(found?.[1]));
  assert.ok(pids.length > 0, 'there is something to kill');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

async function countSpans(): Promise<number> {
  const text = await ui(async (page) => page.locator('[id="spanline.spanline.spanline.status"]').innerText());
  return Number(/([\d,]+) spans/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
}
