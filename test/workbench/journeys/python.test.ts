// F5 on a Python program under the real debugpy: its spans arrive, each on its line, with no change to the program.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../../scripts/base/paths.ts';
import { readSpans, TRACE_PAGE, TRACE_ROWS } from '../../../scripts/check/pages.ts';
import { formatPlaces, waitForPlace } from '../../../scripts/check/revealed.ts';
import { openTrace, pressF5 } from '../../../scripts/check/tour.ts';
import { installPython, missingPython } from '../../process/hooks-python/install-python.ts';
import { travel } from './open-journey.ts';

const FIXTURES = join(ROOT, 'test/workbench/fixtures');

/** Milliseconds at the breakpoint, and what a user sees to be none of them, on a slow machine too. */
const STOP = 5000;
const FAR_LESS = 2000;

/** The debugger runs the program with the Python that has OpenTelemetry and debugpy in it. */
async function writeLaunch(workspace: string): Promise<void> {
  const program = join(workspace, 'app.py');
  const launch = { name: 'bakery', type: 'debugpy', request: 'launch', program, python: await installPython() };
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(
    join(workspace, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [{ ...launch, console: 'internalConsole' }] }),
  );
}

test('each span of a Python program reveals its line', { timeout: 240_000, skip: missingPython }, async () => {
  const journey = {
    name: 'python',
    workspace: join(FIXTURES, 'python-app'),
    extensions: [join(FIXTURES, 'debugpy-stub')],
    prepare: writeLaunch,
  };
  await travel(journey, async (editor, workspace, evidence) => {
    await pressF5(editor);
    await openTrace(editor);
    const trace = await editor.webview(TRACE_PAGE, 30_000);
    await trace.locator(TRACE_ROWS).getByText('oven', { exact: true }).waitFor({ timeout: 20_000 });
    const lines = (await readFile(join(workspace, 'app.py'), 'utf8')).split('\n');
    const spans = await readSpans(trace);
    assert.deepEqual(spans.map(({ name }) => name).sort(), ['knead', 'make bread', 'oven']);
    for (const { name, target } of spans) {
      const line = lines.findIndex((text) => text.endsWith(`# span: ${name}`)) + 1;
      await target.click();
      const seen = await waitForPlace(editor.page, { file: 'app.py', line }, 10_000);
      if (seen !== 'there') assert.fail(`${name} is made at line ${line}, shown is ${formatPlaces(seen)}`);
    }
    await editor.page.screenshot({ path: join(evidence, 'bakery.png') });
  });
});

/** Kneads once, at a breakpoint. */
async function writeStop(workspace: string): Promise<void> {
  await writeLaunch(workspace);
  const program = join(workspace, 'app.py');
  const text = await readFile(program, 'utf8');
  await writeFile(
    program,
    text.replace('range(120)', 'range(1)').replace('def knead():', 'def knead():\n    breakpoint()'),
  );
}

test('a stop of five seconds is in no duration of a Python program', {
  timeout: 240_000,
  skip: missingPython,
}, async () => {
  const journey = {
    name: 'python-stop',
    workspace: join(FIXTURES, 'python-app'),
    extensions: [join(FIXTURES, 'debugpy-stub')],
    prepare: writeStop,
  };
  await travel(journey, async (editor, _workspace, evidence) => {
    const { page } = editor;
    await pressF5(editor);
    await page
      .locator('.debug-toolbar')
      .first()
      .getByRole('button', { name: /^Continue/ })
      .waitFor({ timeout: 30_000 });
    await page.waitForTimeout(STOP);
    await openTrace(editor);
    const trace = await editor.webview(TRACE_PAGE, 30_000);
    const row = (name: string) => trace.locator(TRACE_ROWS).filter({ hasText: name });
    await row('knead')
      .filter({ hasText: /paused, / })
      .waitFor({ timeout: 20_000 });
    await page
      .locator('.debug-toolbar')
      .first()
      .getByRole('button', { name: /^Continue/ })
      .click();
    await row('oven').waitFor({ timeout: 20_000 });
    await row('make bread')
      .filter({ hasNotText: /paused|running/ })
      .waitFor({ timeout: 20_000 });
    for (const name of ['make bread', 'knead']) {
      const time = (await row(name).locator('.time').textContent()) ?? '';
      const [, ran, held] = /^(\S+ \S+), and (\S+ \S+) held by the debugger$/.exec(time) ?? [];
      assert.ok(toMilliseconds(ran) < FAR_LESS && toMilliseconds(held) > STOP - FAR_LESS, `${name}: ${time}`);
    }
    assert.doesNotMatch((await row('oven').textContent()) ?? '', /held/);
    await page.screenshot({ path: join(evidence, 'stop.png') });
  });
});

function toMilliseconds(text: string | undefined): number {
  const [value, unit = ''] = text?.split(' ') ?? [];
  return Number(value) * ({ µs: 0.001, ms: 1, s: 1000 }[unit] ?? Number.NaN);
}
