// The command line: the receiver and the hooks without an editor.

import { reasonOf } from '../base/reason-of.ts';
import { parseArguments } from './arguments.ts';
import { run } from './run.ts';
import { serve } from './serve.ts';

const parsed = parseArguments(process.argv.slice(2));
switch (parsed.kind) {
  case 'help':
    process.stdout.write(parsed.text);
    break;
  case 'wrong':
    process.stderr.write(`spanline: ${parsed.message}\nTry "spanline --help".\n`);
    process.exitCode = 2;
    break;
  case 'run':
    void finish(run(parsed.options));
    break;
  case 'serve':
    void finish(serve(parsed.options));
    break;
}

/** Ends the process with the code, or with what went wrong. */
async function finish(code: Promise<number>): Promise<void> {
  try {
    process.exit(await code);
  } catch (error) {
    process.stderr.write(`spanline: ${reasonOf(error)}\n`);
    process.exit(1);
  }
}
