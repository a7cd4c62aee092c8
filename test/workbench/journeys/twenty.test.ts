// F5, breakpoint, continue, Stop, twenty times in a row: every span that ended before Stop is in the view, by count.

import assert from 'node:assert/strict';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { ROOT } from '../../../scripts/base/paths.ts';
import { pressF5 } from '../../../scripts/check/tour.ts';
import { prepareWorkspace } from '../../../scripts/install/workspace.ts';
import { installPython, missingPython } from '../../process/hooks-python/install-python.ts';
import { travel } from './open-journey.ts';

const SHOP = join(ROOT, 'examples/shop');
const ROUNDS = 20;
const BEFORE_BREAKPOINT = 5;
const BEFORE_STOP = 25;
const WAIT = 20_000;

/** Both leave a byte in a file of their own for each span that has ended; their SDK would send a minute later. */
const NODE = `
const { appendFileSync } = require('node:fs');
const { trace } = require('@opentelemetry/api');
const { NodeTracerProvider, BatchSpanProcessor } = require('@opentelemetry/sdk-trace-node');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('twenty');
function work() {
  tracer.startSpan('work').end();
  appendFileSync(\`\${__dirname}/ended/\${process.pid}\`, 'x');
}
for (let i = 0; i < ${BEFORE_BREAKPOINT}; i++) work();
debugger;
setInterval(work, 10);
`;
const PYTHON = `
import os
import time

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("twenty")


def work():
    tracer.start_span("work").end()
    with open(f"{os.path.dirname(__file__)}/ended/{os.getpid()}", "a") as ended:
        ended.write("x")


for _ in range(${BEFORE_BREAKPOINT}):
    work()
breakpoint()
while True:
    work()
    time.sleep(0.01)
`;

interface Program {
  readonly file: string;
  readonly text: string;
  readonly launch: () => Promise<object>;
}

async function write(workspace: string, { file, text, launch }: Program): Promise<void> {
  await mkdir(join(workspace, 'ended'));
  await writeFile(join(workspace, file), text);
  const env = { OTEL_BSP_SCHEDULE_DELAY: '60000' };
  const configuration = {
    name: 'twenty',
    request: 'launch',
    program: join(workspace, file),
    env,
    console: 'internalConsole',
  };
  await writeFile(
    join(workspace, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [{ ...configuration, ...(await launch()) }] }),
  );
}

/** Spans that have ended, of all programs so far. */
async function countEnded(workspace: string): Promise<number> {
  const files = await readdir(join(workspace, 'ended'));
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(workspace, 'ended', file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function countShown(page: Page): Promise<number> {
  const item = page.locator('.statusbar-item', { hasText: /Spanline: [\d,]+ spans?/ });
  if ((await item.count()) === 0) return 0;
  return Number((await item.textContent())?.replace(/\D/g, ''));
}

async function eventually(what: string, look: () => Promise<number>, isMet: (count: number) => boolean): Promise<void> {
  let seen = 0;
  for (const end = Date.now() + WAIT; Date.now() < end; await sleep(100)) {
    seen = await look();
    if (isMet(seen)) return;
  }
  assert.fail(`${what}; there are ${seen}`);
}

async function twenty(name: string, program: Program): Promise<void> {
  await prepareWorkspace(SHOP);
  const journey = {
    ...{ name, workspace: SHOP, prepare: (workspace: string) => write(workspace, program) },
    extensions: [join(ROOT, 'test/workbench/fixtures/debugpy-stub')],
  };
  await travel(journey, async (editor, workspace) => {
    const { page } = editor;
    const toolbar = page.locator('.debug-toolbar').first();
    for (let round = 1; round <= ROUNDS; round++) {
      const before = await countEnded(workspace);
      // The first waits for a window that is ready; it shows Run and Debug from then on.
      await (round === 1 ? pressF5(editor) : page.keyboard.press('F5'));
      await toolbar.getByRole('button', { name: /^Continue/ }).waitFor({ timeout: WAIT });
      const atBreakpoint = before + BEFORE_BREAKPOINT;
      assert.equal(await countEnded(workspace), atBreakpoint);
      // A Stop comes between the end of a span and its byte now and then: at most one a round is shown beyond those counted.
      const isAll = (ended: number) => (shown: number) => shown >= ended && shown < ended + round;
      await eventually(
        `round ${round}: ${atBreakpoint} spans at the breakpoint`,
        () => countShown(page),
        isAll(atBreakpoint),
      );
      await page.keyboard.press('F5');
      await eventually(
        `round ${round}: the program goes on`,
        () => countEnded(workspace),
        (ended) => ended >= before + BEFORE_STOP,
      );
      await page.keyboard.press('Shift+F5');
      await toolbar.waitFor({ state: 'hidden', timeout: WAIT });
      const ended = await countEnded(workspace);
      await eventually(`round ${round}: ${ended} spans after Stop`, () => countShown(page), isAll(ended));
    }
  });
}

test('twenty times F5 and Stop lose no span of a Node program', { timeout: 400_000 }, () =>
  twenty('twenty-node', { file: 'twenty.cjs', text: NODE, launch: async () => ({ type: 'node' }) }),
);

test('twenty times F5 and Stop lose no span of a Python program', { timeout: 400_000, skip: missingPython }, () =>
  twenty('twenty-python', {
    ...{ file: 'twenty.py', text: PYTHON },
    launch: async () => ({ type: 'debugpy', python: await installPython() }),
  }),
);
