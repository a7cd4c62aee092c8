// The door to every command, for any Node from 20 with nothing installed: it gets Node 24 and the npm packages,
// then runs scripts/<command>.ts with them. The PATH stays the user's: programs under debug run on the user's Node.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, main } from './base/failure.mjs';
import { installDependencies } from './install/dependencies.mjs';
import { ensureNode24 } from './install/node24.mjs';

await main(async () => {
  if (Number.parseInt(process.versions.node, 10) < 20) {
    throw new Failure(
      'this Node is too old',
      `it is ${process.version}; 20 is the oldest that works`,
      'install a current Node (nodejs.org)',
    );
  }
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const [command = '', ...args] = process.argv.slice(2);
  const script = join(root, 'scripts', `${command}.ts`);
  if (!/^[a-z]+$/.test(command) || !existsSync(script)) {
    throw new Failure(
      `there is no command "${command}"`,
      'scripts/ has no file of that name',
      'see the "scripts" section of package.json',
    );
  }
  const node = await ensureNode24(root);
  await installDependencies(root);
  await become(node, ['--disable-warning=ExperimentalWarning', script, ...args]);
});

/** Runs the program in this one's place: its input and output, its exit code, our signals.
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<void>} */
function become(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { stdio: 'inherit' });
    // Ctrl-C in a terminal reaches the child by itself: passing it on again would look like an impatient second one.
    process.on('SIGINT', () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
    });
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve();
    });
  });
}
