// A breakpoint and Stop: every span is there, once, although the program's own queue never left it; what has not ended says so.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually, stopDebugging } from '../../support/editor-waits.ts';
import { ui } from '../../ui.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

/** Twenty spans, then a breakpoint in one more; the batch would be sent a minute later. */
const PROGRAM = `
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('stop');
for (let i = 0; i < 20; i++) tracer.startSpan('step ' + i).end();
tracer.startSpan('stopped here');
debugger;
setInterval(() => {}, 1000);
`;

async function shownTraces(): Promise<number> {
  return ui(async (_page, editor) => {
    const traces = await editor.webview('main[data-page="traces"]');
    return Number(await traces.locator('[role=grid]').getAttribute('aria-rowcount')) - 1;
  });
}

/** What the table says of the newest trace. */
async function newest(): Promise<string> {
  return ui(async (_page, editor) => {
    const traces = await editor.webview('main[data-page="traces"]');
    return (await traces.locator('.trace-row[aria-rowindex="2"]').textContent()) ?? '';
  });
}

describe('a program that is stopped', function () {
  this.timeout(90_000);

  it('shows at the breakpoint all that ended and what runs, and keeps it, each once, after Stop', async () => {
    const program = join(root, 'stop.cjs');
    await writeFile(program, PROGRAM);
    const started = await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], {
      type: 'node',
      request: 'launch',
      name: 'stop',
      program,
      env: { OTEL_BSP_SCHEDULE_DELAY: '60000' },
      console: 'internalConsole',
    });
    assert.ok(started);
    await vscode.commands.executeCommand('spanline.traces.show');
    await eventually(
      'twenty spans and the open one at the breakpoint',
      async () => ((await shownTraces()) === 21 ? true : undefined),
      40_000,
    );
    assert.ok(vscode.debug.activeStackItem, 'the program is paused meanwhile');
    assert.match(await newest(), /stopped here.*running$/);
    await stopDebugging();
    await eventually('the open one is cut off', async () =>
      /stopped here\(cut off\)/.test(await newest()) ? true : undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(await shownTraces(), 21);
  });
});
