// npm run fuzz: the decoders under bytes that are almost right, for as many minutes as asked. Findings go to .cache/fuzz.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArguments } from './base/arguments.ts';
import { Failure, main } from './base/failure.mjs';
import { CACHE, ROOT } from './base/paths.ts';
import { run } from './base/run.ts';

await main(async () => {
  const { values } = readArguments(
    { minutes: { type: 'string', default: '1' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
    'npm run fuzz [-- --minutes 10] [--seed 7]',
  );
  const { code, output } = await run(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'test/fuzz/decoders.ts'),
    values.minutes,
    values.seed,
  ]);
  const findings = output.split('\n').filter((line) => line.startsWith('{'));
  process.stdout.write(
    `${output
      .split('\n')
      .filter((line) => /^\d+ requests/.test(line))
      .join('\n')}\n`,
  );
  if (code === 0 && findings.length === 0) return;
  const file = join(CACHE, 'fuzz', `findings-${values.seed}.ndjson`);
  await mkdir(join(CACHE, 'fuzz'), { recursive: true });
  await writeFile(file, findings.join('\n'));
  throw new Failure(
    `${findings.length} findings with seed ${values.seed}`,
    code === 0 ? findings.slice(0, 3).join('\n') : output.slice(-2000),
    `each line of ${file} has the bytes: make a unit test of them, and mend what it shows`,
  );
});
