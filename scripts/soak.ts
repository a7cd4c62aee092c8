// npm run soak: the receiver far past its memory, for as many minutes as asked.
import { join } from 'node:path';
import { readArguments } from './base/arguments.ts';
import { Failure, main } from './base/failure.mjs';
import { ROOT } from './base/paths.ts';
import { run } from './base/run.ts';

await main(async () => {
  const { values } = readArguments({ minutes: { type: 'string', default: '10' } }, 'npm run soak [-- --minutes 10]');
  const { code, output } = await run(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    join(ROOT, 'test/soak/soak.ts'),
    values.minutes,
  ]);
  process.stdout.write(output);
  if (code !== 0)
    throw new Failure('the soak failed', output.slice(-1000), 'run test/soak/soak.ts alone to see all of its output');
});
