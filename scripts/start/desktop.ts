// Opens the example in the desktop VS Code, beside the user's own: settings and extensions of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../base/failure.mjs';
import { EXAMPLE, TOOLS } from '../base/paths.ts';
import { NEXT_STEP, START_SETTINGS } from './first-look.ts';

const HOME = join(TOOLS, 'desktop');

export async function startDesktop(code: string, vsix: string): Promise<void> {
  const data = join(HOME, 'data');
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify(START_SETTINGS));
  const own = ['--user-data-dir', data, '--extensions-dir', join(HOME, 'extensions')];
  await runCode(code, [...own, '--install-extension', vsix, '--force']);
  await runCode(code, [...own, '--new-window', EXAMPLE]);
  process.stdout.write(`VS Code opens examples/shop. ${NEXT_STEP}\n`);
}

function runCode(code: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // A .cmd file on Windows, which only a shell can start.
    const shell = process.platform === 'win32';
    const child = spawn(shell ? `"${code}"` : code, shell ? args.map((arg) => `"${arg}"`) : args, {
      shell,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const fail = (why: string) =>
      reject(
        new Failure('the desktop VS Code did not start', why, 'run "npm start -- --browser" to use the one from npm'),
      );
    child.on('error', (error) => fail(error.message));
    child.on('close', (status) => (status === 0 ? resolve() : fail(`${code} ended with code ${status}`)));
  });
}
