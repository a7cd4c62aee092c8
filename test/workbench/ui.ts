// Lets a suite, which runs inside the editor, drive the editor's page from outside as a user does.
//
//   const title = await ui(async (page, editor, name) => {
//     const frame = await editor.webview('main[data-page="traces"]');
//     await frame.getByRole('row', { name }).click();
//     return await page.title();
//   }, 'GET /');
//
// The function is sent as text and runs in another process: it sees its parameters and the globals of Node, nothing
// that surrounds it. What else it needs goes in as arguments, which are JSON, as is what it gives back.
// editor.webview(selector) is the inside of the visible webview that holds the selector; editor.screenshot(name)
// saves a picture under .cache/workbench/<lane>/<suite>/.
import type { Page } from 'playwright-core';
import type { EditorHands } from './run/hands.ts';

export async function ui<Result, Args extends readonly unknown[]>(
  body: (page: Page, editor: EditorHands, ...args: Args) => Promise<Result>,
  ...args: Args
): Promise<Result> {
  const url = process.env.SPANLINE_TEST_OUTSIDE;
  if (url === undefined)
    throw new Error('nothing outside of this editor listens: ui() works under the runner of test/workbench/run');
  const response = await fetch(url, { method: 'POST', body: JSON.stringify({ source: String(body), args }) });
  const answer = await response.json();
  if (answer.error !== undefined) throw new Error(`ui(): ${answer.error}`);
  return answer.value;
}
