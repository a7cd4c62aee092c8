// npm run test:interop: runs test/interop, whose senders are tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { main } from './base/failure.mjs';
import { ROOT } from './base/paths.ts';

await main(async () => {
  const script = join(ROOT, 'test/interop/run/interop.ts');
  const args = ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [code]: number[] = await once(child, 'exit');
  process.exitCode = code ?? 1;
});
