// Runs test files with Node's own runner, each in a process of its own, and counts what came out.
import { join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import type { Counts } from '../../test/workbench/run/suite-report.ts';
import { ROOT } from '../base/paths.ts';
import { NOTHING } from './counts.ts';

const FILE_MS = 300_000;

export function runNodeTests(files: readonly string[], parallel: boolean): Promise<Counts> {
  return new Promise((resolve, reject) => {
    let counts: Counts | undefined;
    const stream = run({
      files: files.map((file) => join(ROOT, file)),
      concurrency: parallel,
      timeout: FILE_MS,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    stream.on('test:summary', ({ file, counts: sums }) => {
      // Each file has a summary; the one without a file is that of the run.
      if (file !== undefined) return;
      const skipped = sums.skipped + sums.todo;
      counts = { passed: sums.passed, failed: sums.tests - sums.passed - skipped, skipped };
    });
    // A run that ends without its summary has failed, whatever it printed.
    stream.on('end', () => resolve(counts ?? { ...NOTHING, failed: 1 }));
    stream.on('error', reject);
    stream.compose(new spec()).pipe(process.stdout, { end: false });
  });
}
