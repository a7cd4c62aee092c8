// A workspace that is not trusted: nothing is injected and nothing listens; the view says so.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { ui } from '../../ui.ts';

describe('in an untrusted workspace', () => {
  it('the extension runs, and the view says what to do', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    await vscode.extensions.getExtension('spanline.spanline')?.activate();
    await vscode.commands.executeCommand('spanline.traces.show');
    const text = await ui(async (_page, editor) => {
      const frame = await editor.webview('main[data-page="traces"]', 20_000);
      await frame.getByText('trust', { exact: false }).first().waitFor();
      await editor.screenshot('untrusted');
      return frame.locator('main').innerText();
    });
    assert.match(text, /trust/i);
    const children = execFileSync('ps', ['-eo', 'ppid,args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => Number.parseInt(line, 10) === process.pid && line.includes('telemetry.cjs'));
    assert.deepEqual(children, [], 'no receiver was started');
  });
});
