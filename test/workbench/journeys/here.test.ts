// A breakpoint in a Python program under the real debugpy: Run and Debug lists the spans of the task, and leads to their trace.

import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../../scripts/base/paths.ts';
import { TRACE_PAGE, TRACE_ROWS } from '../../../scripts/check/pages.ts';
import { pressF5 } from '../../../scripts/check/tour.ts';
import { installPython, missingPython } from '../../process/hooks-python/install-python.ts';
import { fixture } from '../../process/hooks-python/stage.ts';
import { eventuallyIs } from '../../support/eventually.ts';
import { travel } from './open-journey.ts';

const PROGRAM = join(ROOT, 'test/process/here/fixtures/shop.py');
const VIEW = '.pane:has(> .pane-header[aria-label^="Open Spans"])';

async function write(workspace: string): Promise<void> {
  const text = await readFile(PROGRAM, 'utf8');
  // The editor is told of no breakpoint: the program asks for the stop itself.
  const stop = text.replace('print("here")  # the stop', 'breakpoint()\n            time.sleep(1)');
  assert.notEqual(stop, text);
  await writeFile(join(workspace, 'shop.py'), stop);
  await cp(fixture('programs', 'set_up.py'), join(workspace, 'set_up.py'));
  const program = join(workspace, 'shop.py');
  const launch = { name: 'here', type: 'debugpy', request: 'launch', program, python: await installPython() };
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(
    join(workspace, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [{ ...launch, console: 'internalConsole' }] }),
  );
}

test('a Python task that is stopped has its open spans in Run and Debug', {
  timeout: 240_000,
  skip: missingPython,
}, async () => {
  const journey = {
    name: 'here',
    workspace: join(ROOT, 'test/workbench/fixtures/python-app'),
    extensions: [join(ROOT, 'test/workbench/fixtures/debugpy-stub')],
    prepare: write,
  };
  await travel(journey, async (editor, _workspace, evidence) => {
    const { page } = editor;
    await pressF5(editor);
    await page.keyboard.press('Control+Shift+D');
    await page.locator(`${VIEW} .pane-header[aria-expanded="false"]`).click({ timeout: 30_000 });
    const rows = page.locator(`${VIEW} .monaco-list-row`);
    const labels = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''));
    const isThere = (wanted: readonly RegExp[]) => (shown: readonly string[]) =>
      shown.length === wanted.length && wanted.every((row, i) => row.test(shown[i] ?? ''));
    await eventuallyIs(
      labels,
      isThere([
        /^price order, active here, service \S+, open for [\d.]+ (ms|s), shop\.py:\d+$/,
        /^check out, service .* shop\.py:\d+$/,
        /^Also open in this process 2$/,
      ]),
      30_000,
    );
    await rows.filter({ hasText: 'Also open' }).click();
    await eventuallyIs(labels, isThere([/^price/, /^check/, /^Also/, /^pack,/, /^clean up,/]), 30_000);
    await rows.filter({ hasText: 'check out' }).click();
    const trace = await editor.webview(TRACE_PAGE, 30_000);
    const selected = trace.locator(`${TRACE_ROWS}[aria-selected="true"]`).filter({ hasText: 'check out' });
    await selected.filter({ hasText: 'paused' }).waitFor({ timeout: 30_000 });
    await page.screenshot({ path: join(evidence, 'stopped.png') });
    // The debugger says so of what it takes long to report.
    assert.equal(await page.getByText('pydevd warning').count(), 0);
    await page.keyboard.press('F5');
    await page.locator(VIEW).getByText('where the program stops are listed here').waitFor({ timeout: 30_000 });
    assert.deepEqual(await labels(), []);
  });
});
