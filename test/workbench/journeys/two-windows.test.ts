// Two windows at once: what the second starts sends to the ports that the first has, and is shown in the second alone; when the
// first closes, the ports are the second's.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { ROOT } from '../../../scripts/base/paths.ts';
import { TRACES_PAGE } from '../../../scripts/check/pages.ts';
import { openTracesView, pressF5 } from '../../../scripts/check/tour.ts';
import { prepareWorkspace } from '../../../scripts/install/workspace.ts';
import { eventually } from '../../support/eventually.ts';
import { copyWorkspace } from '../run/copy-workspace.ts';
import { createHands } from '../run/hands.ts';
import type { OpenEditor } from '../run/open-editor.ts';
import { travel } from './open-journey.ts';

const SHOP = join(ROOT, 'examples/shop');
const PORTS = [4317, 4318];

/** Its endpoint is in the code, where no variable of a launch reaches it; it makes a span a second under the name given. */
const PROGRAM = `
const { NodeTracerProvider, SimpleSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const exporter = new OTLPTraceExporter({ url: 'http://localhost:4318/v1/traces' });
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
setInterval(() => provider.getTracer('hard').startSpan(process.argv[2]).end(), 300);
`;

async function prepareWindow(workspace: string, name: string): Promise<void> {
  const launch = { name, type: 'node', request: 'launch', program: join(workspace, 'hard.cjs'), args: [name] };
  await mkdir(join(workspace, '.vscode'), { recursive: true });
  await writeFile(join(workspace, 'hard.cjs'), PROGRAM);
  await writeFile(
    join(workspace, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [{ ...launch, console: 'internalConsole' }] }),
  );
  // Without the hook nothing but the port brings its spans.
  const settings = { 'spanline.receiver.wellKnownPorts': true, 'spanline.capture.callSites': false };
  await writeFile(join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.on('connect', () => socket.end());
  });
}

async function namesShown(page: Page, evidence: string): Promise<readonly string[]> {
  const view = await createHands(page, evidence).webview(TRACES_PAGE, 60_000);
  const names = await view.locator(`${TRACES_PAGE} [role=row] .name`).allInnerTexts();
  return [...new Set(names.map((name) => name.trim()).filter((name) => name.startsWith('window ')))];
}

test('each window shows its own sessions, and the ports move to the second', { timeout: 300_000 }, async (context) => {
  if ((await Promise.all(PORTS.map(isTaken))).includes(true))
    return context.skip('another program has 4317 or 4318 here');
  await prepareWorkspace(SHOP);
  const other = await copyWorkspace(SHOP);
  await prepareWindow(other.path, 'window 2');
  try {
    await travel(
      { name: 'two-windows', workspace: SHOP, prepare: (workspace) => prepareWindow(workspace, 'window 1') },
      async (editor, _workspace, evidence) => {
        await eventually(
          'the first window has the ports',
          async () => (await Promise.all(PORTS.map(isTaken))).every(Boolean) || undefined,
          60_000,
        );
        await pressF5(editor);
        const second = await editor.page.context().newPage();
        await second.goto(`${new URL(editor.page.url()).origin}/?folder=${encodeURIComponent(other.path)}`);
        const secondEditor: OpenEditor = { ...editor, page: second };
        await pressF5(secondEditor);
        for (const window of [editor, secondEditor]) await openTracesView(window);
        const shown = async (page: Page, name: string) =>
          await eventually(
            `${name} is shown`,
            async () => ((await namesShown(page, evidence)).includes(name) ? true : undefined),
            60_000,
          );
        await shown(second, 'window 2');
        await shown(editor.page, 'window 1');
        assert.deepEqual(await namesShown(second, evidence), ['window 2']);
        assert.deepEqual(await namesShown(editor.page, evidence), ['window 1']);
        await second.screenshot({ path: join(evidence, 'second.png') });

        await editor.page.keyboard.press('Shift+F5');
        await editor.page.close({ runBeforeUnload: true });
        // The receiver of the second is the only one that is left.
        await second.keyboard.press('F1');
        await second.locator('.quick-input-widget input').fill('>Spanline: Clear');
        await second.keyboard.press('Enter');
        await shown(second, 'window 2');
      },
    );
  } finally {
    await other.remove();
  }
});
