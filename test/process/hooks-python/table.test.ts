/** Each way to run a program by each way to set up the SDK: its spans and its endpoints name their lines, or nothing is changed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { installedPackages, missingPython } from './install-python.ts';
import { assertMarks, type MarkedRun, runMarked } from './run-marked.ts';

const ROWS: readonly { readonly name: string; readonly file: string; readonly isModule?: true }[] = [
  { name: 'a script', file: 'manual_span.py' },
  { name: 'a module', file: 'manual_span.py', isModule: true },
  { name: 'Flask', file: 'web_flask.py' },
  { name: 'FastAPI', file: 'web_fastapi.py' },
  { name: 'Django', file: 'web_django.py' },
];

const BY_ENVIRONMENT = {
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  // Django's instrumentation reads the settings before the program runs.
  DJANGO_SETTINGS_MODULE: 'web_django_settings',
};

const SET_UPS: readonly {
  readonly name: string;
  readonly argument: string;
  readonly run: () => Promise<Pick<MarkedRun, 'env' | 'path' | 'isSpooled'>>;
}[] = [
  { name: 'set up in code', argument: 'own', run: async () => ({ path: ['.'] }) },
  {
    name: 'set up by auto_instrumentation on PYTHONPATH',
    argument: 'auto',
    run: async () => ({
      env: BY_ENVIRONMENT,
      path: [
        join('..', 'table'),
        join(await installedPackages(), 'opentelemetry', 'instrumentation', 'auto_instrumentation'),
      ],
    }),
  },
  {
    name: 'set up by nobody, but the launch asks for it',
    argument: 'zero',
    run: async () => ({
      env: { SPANLINE_AUTO: 'on' },
      isSpooled: true,
    }),
  },
];

describe('lines of', { skip: missingPython, concurrency: 2 }, () => {
  for (const { name, file, isModule } of ROWS)
    for (const { name: how, argument, run } of SET_UPS)
      it(`${name}, ${how}`, async () => {
        const args: MarkedRun['args'] = ({ table }) =>
          isModule ? ['-m', file.replace('.py', ''), argument] : [join(table, file), argument];
        assertMarks(await runMarked({ file, from: 'table', args, ...(await run()) }));
      });

  it('FastAPI, which traces by itself', async (context) => {
    if (!existsSync(join(await installedPackages(), 'fastapi', 'telemetry')))
      return context.skip('this FastAPI does not trace by itself');
    const args: MarkedRun['args'] = ({ table }) => [join(table, 'web_fastapi.py'), 'native'];
    assertMarks(await runMarked({ file: 'web_fastapi.py', from: 'table', args, path: ['.'] }));
  });

  for (const { name, file } of ROWS)
    it(`${name}, not set up at all: no span`, async () => {
      const { places, stdout } = await runMarked({ file, from: 'table' });
      assert.equal(places.size, 0);
      assert.notEqual(stdout, '');
    });
});
