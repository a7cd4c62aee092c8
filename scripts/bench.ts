// npm run bench: runs every bench, one after the other so that they do not disturb each other, and shows one table.
import { join } from 'node:path';
import { readArguments } from './base/arguments.ts';
import { Failure, main } from './base/failure.mjs';
import { ROOT } from './base/paths.ts';
import { run } from './base/run.ts';
import { formatTable, parseRows, type Row } from './bench/rows.ts';
import { buildAll } from './bundle/build-all.ts';
import { findTests } from './rings/find-tests.ts';

await main(async () => {
  const { values } = readArguments(
    { only: { type: 'string', default: '' } },
    'npm run bench [-- --only <part of a path>]',
  );
  const files = (await findTests('test/bench/**/*.bench.ts')).filter((file) => file.includes(values.only));
  if (files.length === 0)
    throw new Failure(
      'there is no bench',
      `no test/bench/**/*.bench.ts${values.only && ` with "${values.only}"`}`,
      'name an existing one',
    );
  await buildAll();
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const file of files) {
    process.stdout.write(`${file}\n`);
    const { code, output } = await run(process.execPath, [
      '--expose-gc',
      '--disable-warning=ExperimentalWarning',
      join(ROOT, file),
    ]);
    const found = parseRows(output);
    rows.push(...found);
    if (code !== 0 || found.length === 0)
      failures.push(`${file} ended with code ${code} and ${found.length} rows:\n${output.slice(-2000)}`);
  }
  process.stdout.write(`\n${formatTable(rows)}\n`);
  if (failures.length > 0)
    throw new Failure(
      `${failures.length} of ${files.length} benches failed`,
      failures.join('\n'),
      'run the file alone to see all of its output',
    );
});
