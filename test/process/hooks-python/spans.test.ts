/** Every span of a Python program names the line that made it, however the program is started. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missingPython } from './install-python.ts';
import { assertMarks, type MarkedRun, runMarked } from './run-marked.ts';

const RUNS: readonly (MarkedRun & { readonly name: string })[] = [
  { name: 'a script', file: 'shop.py' },
  { name: 'a script named from where it is started', file: 'shop.py', args: () => ['shop.py'] },
  { name: 'a module', file: 'shop.py', args: () => ['-m', 'shop'] },
  { name: 'a script that debugpy runs', file: 'shop.py', args: ({ folder }) => underDebugpy(`${folder}/shop.py`) },
  { name: 'a module that debugpy runs', file: 'shop.py', args: () => underDebugpy('-m', 'shop') },
  { name: 'a program with wrappers', file: 'wrappers.py' },
];

describe('the spans of', { skip: missingPython, concurrency: true }, () => {
  for (const run of RUNS)
    it(run.name, async () => {
      const marked = await runMarked(run);
      assertMarks(marked);
      assert.deepEqual([...marked.places.keys()].sort(), [...marked.marks.keys()].sort());
    });

  it('a program that opentelemetry-instrument starts', async () => {
    const command = 'from opentelemetry.instrumentation.auto_instrumentation import run; run()';
    const marked = await runMarked({
      file: 'plain_span.py',
      args: ({ folder }, python) => ['-c', command, python, `${folder}/plain_span.py`],
      env: {
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
      },
    });
    assertMarks(marked);
  });

  it('a program with a sitecustomize of its own, which runs as if it were the first', async () => {
    const marked = await runMarked({
      file: 'plain_span.py',
      args: ({ folder }) => [`${folder}/plain_span.py`, 'own'],
      path: ['own-sitecustomize'],
    });
    assertMarks(marked);
    assert.match(
      marked.stdout,
      /^sitecustomize of the user sitecustomize .*sitecustomize.py sitecustomize the user's own\n/,
    );
  });
});

/** Its adapter listens, and nobody attaches: the program runs under the debugger's eyes all the same. */
function underDebugpy(...program: readonly string[]): readonly string[] {
  return ['-Xfrozen_modules=off', '-m', 'debugpy', '--listen', '127.0.0.1:0', ...program];
}
