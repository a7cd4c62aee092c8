// Attaching debugpy to a Python program that runs already and exports elsewhere: one question, then its spans on their lines.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../../scripts/base/paths.ts';
import { readSpans, TRACE_PAGE, TRACE_ROWS } from '../../../scripts/check/pages.ts';
import { formatPlaces, waitForPlace } from '../../../scripts/check/revealed.ts';
import { openTrace, pressF5 } from '../../../scripts/check/tour.ts';
import { installPython, missingPython } from '../../process/hooks-python/install-python.ts';
import { freePort } from '../run/free-port.ts';
import { travel } from './open-journey.ts';

const WAIT = 30_000;

/** Settled in code, before anybody attaches: nothing listens there. */
const PROGRAM = `
import time

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint="http://127.0.0.1:9/v1/traces")))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("attach")


def tick():
    with tracer.start_as_current_span("tick"):  # span: tick
        time.sleep(0.01)


print("runs", flush=True)
while True:
    tick()
    time.sleep(0.2)
`;

test('a running Python program that is attached to shows its spans on their lines', {
  timeout: 240_000,
  skip: missingPython,
}, async () => {
  let program: ChildProcess | undefined;
  const start = async (workspace: string) => {
    const port = await freePort();
    const file = join(workspace, 'running.py');
    await writeFile(file, PROGRAM);
    const connect = { host: '127.0.0.1', port };
    const configuration = { name: 'the running one', type: 'debugpy', request: 'attach', connect };
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(
      join(workspace, '.vscode', 'launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
    );
    const args = ['-Xfrozen_modules=off', '-m', 'debugpy', '--listen', `127.0.0.1:${port}`, file];
    const started = spawn(await installPython(), args, { cwd: workspace, stdio: ['ignore', 'pipe', 'ignore'] });
    program = started;
    await once(started.stdout, 'data');
  };
  const journey = {
    name: 'attach-python',
    workspace: join(ROOT, 'test/workbench/fixtures/python-plain'),
    extensions: [join(ROOT, 'test/workbench/fixtures/debugpy-stub')],
    prepare: start,
  };
  try {
    await travel(journey, async (editor, _workspace, evidence) => {
      const { page } = editor;
      await pressF5(editor);
      const question = page.locator('.notification-toast').filter({ hasText: 'Load Spanline into "the running one"' });
      await question.getByRole('button', { name: 'Load', exact: true }).click({ timeout: WAIT });
      await openTrace(editor);
      const trace = await editor.webview(TRACE_PAGE, WAIT);
      await trace.locator(TRACE_ROWS).getByText('tick', { exact: true }).waitFor({ timeout: WAIT });
      const [tick] = await readSpans(trace);
      await tick?.target.click();
      const line = PROGRAM.split('\n').findIndex((text) => text.endsWith('# span: tick')) + 1;
      const seen = await waitForPlace(page, { file: 'running.py', line }, 10_000);
      if (seen !== 'there') assert.fail(`tick is made at line ${line}, shown is ${formatPlaces(seen)}`);
      await page.screenshot({ path: join(evidence, 'attached.png') });
      await page.keyboard.press('Shift+F5');
      await page.locator('.debug-toolbar').first().waitFor({ state: 'hidden', timeout: WAIT });
      assert.equal(program?.exitCode, null, 'detaching leaves it running');
    });
  } finally {
    program?.kill('SIGKILL');
  }
});
