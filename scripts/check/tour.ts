// What a newcomer does, done by a machine: press F5, open a trace, click its spans, and look where the editor goes.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import type { OpenEditor } from '../../test/workbench/run/open-editor.ts';
import { Failure } from '../base/failure.mjs';
import { type Mark, serviceOf } from './marks.ts';
import { findTraces, pickFullest, readSpans, type SpanRow, TRACE_PAGE, TRACE_ROWS, TRACES_PAGE } from './pages.ts';
import { formatPlaces, readPlaces, waitForPlace } from './revealed.ts';

const START_MS = 90_000;
const TRACES_MS = 90_000;
const REVEAL_MS = 8000;
const SERVICES = ['storefront', 'inventory'];

export interface Tour {
  readonly spans: number;
  readonly services: readonly string[];
  readonly revealed: readonly string[];
  readonly problems: readonly string[];
}

export async function takeTour(editor: OpenEditor, marks: readonly Mark[]): Promise<Tour> {
  await pressF5(editor);
  await openTrace(editor);
  const trace = await editor.webview(TRACE_PAGE);
  await trace.locator(TRACE_ROWS).first().waitFor({ timeout: REVEAL_MS });
  const spans = await waitForServices(trace);
  const services = [...new Set(spans.map((span) => span.service))];
  const revealed: string[] = [];
  const problems = SERVICES.filter((name) => !services.includes(name)).map(
    (name) => `the trace has no span of ${name}`,
  );
  for (const mark of marks) {
    // One name may be that of several spans, such as the client's and the server's side of a request.
    const own = spans.filter(
      ({ name, service }) => name === mark.span && (service === serviceOf(mark) || !services.includes(serviceOf(mark))),
    );
    if (own.length === 0) continue;
    const seen = await clickUntilThere(editor, own, mark);
    if (seen === 'there') revealed.push(`${mark.span} -> ${mark.file}:${mark.line}`);
    else problems.push(`"${mark.span}" is made at ${mark.file}:${mark.line}, but the editor shows ${seen}`);
  }
  if (revealed.length === 0 && problems.length === 0) problems.push('no span of the trace is marked in the sources');
  return { spans: spans.length, services, revealed, problems };
}

export async function pressF5({ page }: OpenEditor): Promise<void> {
  // Before the folder's files are listed the window does not know its launch configurations.
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: START_MS });
  const started = page.locator('.debug-toolbar').first();
  // Debuggers are found after the window is there: press again until a session has started.
  for (const end = Date.now() + START_MS; Date.now() < end; ) {
    await page.locator('.part.editor .editor-group-container').first().click();
    await page.keyboard.press('F5');
    const isStarted = await started.waitFor({ timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (isStarted) return;
  }
  throw new Failure('no debug session after F5', 'the window shows no debug toolbar', 'see the picture of the window');
}

/** The count of spans in the status bar is what a newcomer sees first; its menu leads to the view. */
export async function openTracesView({ page }: OpenEditor): Promise<void> {
  await page.locator('.statusbar-item', { hasText: /Spanline: [\d,]+ spans?/ }).click({ timeout: TRACES_MS });
  await page.locator('.quick-input-list').getByText('Open Traces').click({ timeout: REVEAL_MS });
}

/** Opens the trace with the most spans among the first. */
export async function openTrace(editor: OpenEditor): Promise<void> {
  await openTracesView(editor);
  const traces = await editor.webview(TRACES_PAGE, TRACES_MS);
  const rows = findTraces(traces);
  await rows.first().waitFor({ timeout: TRACES_MS });
  // The first traces may be incomplete when they appear.
  await sleep(3000);
  await (await pickFullest(rows)).locator('.name').click({ timeout: REVEAL_MS });
}

async function waitForServices(trace: Frame): Promise<readonly SpanRow[]> {
  for (const end = Date.now() + REVEAL_MS; ; await sleep(200)) {
    const spans = await readSpans(trace);
    if (Date.now() > end || SERVICES.every((name) => spans.some((span) => span.service === name))) return spans;
  }
}

async function clickUntilThere(editor: OpenEditor, spans: readonly SpanRow[], mark: Mark): Promise<string> {
  for (const { target } of spans) {
    await target.click({ timeout: REVEAL_MS });
    if ((await waitForPlace(editor.page, mark, spans.length > 1 ? 3000 : REVEAL_MS)) === 'there') return 'there';
  }
  return formatPlaces(await readPlaces(editor.page));
}
